package dev.jcompose.compose.load;

import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Problems;

/** A faulty file of variables: told where the fault stands, or where the file is named if it is one of the whole. */
final class EnvironmentFault {
    private EnvironmentFault() {}

    static void report(EnvironmentFileException fault, Position named, Problems problems) {
        Position place = fault.position();
        String message = String.valueOf(fault.getMessage());
        if (place.line() == 0) {
            problems.error(fault.code(), named, "%s: %s".formatted(place.file(), message));
        } else {
            problems.error(fault.code(), place, message, new Problem.Related(named, "named here"));
        }
    }
}
