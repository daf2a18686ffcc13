package dev.jcompose.compose.interpolate;

import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Problems;

/** Text to the type that the format wants in a place. */
@FunctionalInterface
interface Cast {
    Object cast(String text, Scalar of, Problems problems) throws CastException;
}
