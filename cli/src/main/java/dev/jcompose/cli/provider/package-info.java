/**
 * Services that other programs manage, by Compose's protocol: the command line runs those programs as its caller, before
 * anything is planned. The daemon only knows that such services exist.
 */
@NullMarked
package dev.jcompose.cli.provider;

import org.jspecify.annotations.NullMarked;
