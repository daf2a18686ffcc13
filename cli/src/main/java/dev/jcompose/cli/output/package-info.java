/**
 * How the command line shows things: tables, JSON, sizes and ages, progress, merged logs. Pure formatting over streams; knows
 * neither the daemon nor the stack file.
 */
@NullMarked
package dev.jcompose.cli.output;

import org.jspecify.annotations.NullMarked;
