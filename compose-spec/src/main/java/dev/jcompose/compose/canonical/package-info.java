/** Short forms to long ones, default values, paths made absolute and implied values made explicit. */
@NullMarked
package dev.jcompose.compose.canonical;

import org.jspecify.annotations.NullMarked;
