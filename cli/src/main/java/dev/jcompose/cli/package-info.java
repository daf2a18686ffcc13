/**
 * The command {@code jcompose}: what is common to all verbs, from the arguments to the exit code. The verbs themselves live in
 * {@code verb}, one class each; how things look lives in {@code output}; reading a stack file in {@code project}.
 */
@NullMarked
package dev.jcompose.cli;

import org.jspecify.annotations.NullMarked;
