/** Variables in values: the template language, the types that interpolated values are cast to, and the variables a model names. */
@NullMarked
package dev.jcompose.compose.interpolate;

import org.jspecify.annotations.NullMarked;
