package dev.jcompose.compose.model;

import dev.jcompose.compose.bind.BindException;
import dev.jcompose.compose.bind.Units;
import java.time.Duration;

/** Durations of the resolved tree, which all can be read. */
final class Durations {
    private Durations() {}

    static Duration parse(String text) {
        try {
            return Duration.ofNanos(Units.nanos(text));
        } catch (BindException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
