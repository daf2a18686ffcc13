/** What a stack names elsewhere: stack files in git repositories and registries, digests of images. Knows no engine. */
@NullMarked
package dev.jcompose.cli.remote;

import org.jspecify.annotations.NullMarked;
