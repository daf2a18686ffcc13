/**
 * {@code watch} and {@code up --watch}: what changes below the paths of {@code develop.watch} reaches the containers. What a
 * change means is decided purely ({@code Sight}, {@code Work}); {@code Folders} asks the kernel, {@code Replicas} the engine.
 */
@org.jspecify.annotations.NullMarked
package dev.jcompose.cli.watch;
