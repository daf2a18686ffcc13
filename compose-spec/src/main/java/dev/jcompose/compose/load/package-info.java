/** The steps of a load that read files or choose: files over each other, includes, extends, services and their environment. */
@NullMarked
package dev.jcompose.compose.load;

import org.jspecify.annotations.NullMarked;
