/**
 * Programs of the container runtime: started by posix_spawn with exactly the descriptors they are meant to have, watched and
 * signalled through pidfds, so that a reused pid is never hit. The JDK's processes offer neither.
 */
@NullMarked
package dev.jcompose.linux.process;

import org.jspecify.annotations.NullMarked;
