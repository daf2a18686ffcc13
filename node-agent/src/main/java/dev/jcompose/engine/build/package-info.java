/** Images from Dockerfiles, and the contexts they are built from. */
@NullMarked
package dev.jcompose.engine.build;

import org.jspecify.annotations.NullMarked;
