/**
 * The builder: Dockerfile text → instructions with their lines → layers, each kept in a cache by what it was made of; and
 * the contexts that builds are made from. {@link dev.jcompose.engine.build.Builds} is the entry; how a command is run is
 * behind {@link dev.jcompose.engine.build.BuildRunner}.
 */
@NullMarked
package dev.jcompose.engine.build;

import org.jspecify.annotations.NullMarked;
