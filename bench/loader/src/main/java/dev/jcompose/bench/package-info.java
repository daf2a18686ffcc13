/** The loader under JMH. */
@NullMarked
package dev.jcompose.bench;

import org.jspecify.annotations.NullMarked;
