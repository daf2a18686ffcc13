/** The verb {@code config}: what a stack comes out as, in every form it can be asked for. */
@NullMarked
package dev.jcompose.cli.config;

import org.jspecify.annotations.NullMarked;
