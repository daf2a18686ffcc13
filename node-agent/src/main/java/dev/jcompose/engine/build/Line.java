package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import java.util.List;

/**
 * One instruction of a Dockerfile as it is written.
 *
 * @param number of its first line
 * @param keyword in upper case
 * @param text what follows keyword and flags, continuations joined
 * @param original all of it, for messages and history
 */
record Line(int number, String keyword, List<Flag> flags, String text, List<Heredoc> heredocs, String original) {

    /** {@code --name=value}, or {@code --name} with the value {@code true}. */
    record Flag(String name, String value) {}

    EngineException fault(String what) {
        return fault(number, what);
    }

    static EngineException fault(int line, String what) {
        return EngineException.invalid("dockerfile parse error on line " + line + ": " + what);
    }

    /** What went wrong when the instruction was carried out. */
    EngineException failed(EngineException e) {
        return new EngineException(e.kind(), "line " + number + ": " + keyword + ": " + e.getMessage(), e);
    }
}
