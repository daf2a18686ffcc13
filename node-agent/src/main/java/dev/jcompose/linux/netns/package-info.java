/** Network namespaces without a process: made, kept by a file, entered by a thread of its own. */
@NullMarked
package dev.jcompose.linux.netns;

import org.jspecify.annotations.NullMarked;
