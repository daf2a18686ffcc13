/**
 * The Container Device Interface: files in which vendors of hardware say what a container needs to use it (device files,
 * mounts, environment, hooks). Here they are read and chosen from; {@code engine.runtime} does to a container what they say.
 */
@NullMarked
package dev.jcompose.engine.cdi;

import org.jspecify.annotations.NullMarked;
