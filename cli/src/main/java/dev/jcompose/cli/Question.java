package dev.jcompose.cli;

import dev.jcompose.api.error.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Asks the person at the terminal. */
public final class Question {
    private Question() {}

    /** Whether the answer is yes. Throws CONFLICT where nobody is there to ask. */
    public static boolean agreed(Invocation at, String question) throws IOException {
        return agreed(at, question, "the flag (--help names it)");
    }

    /** @param flag that says yes, too */
    public static boolean agreed(Invocation at, String question, String flag) throws IOException {
        WarmCommands.needOwnProcess();
        if (!at.terminal().in()) {
            throw EngineException.conflict(
                    "%s There is no terminal to ask at; say yes by %s.".formatted(question, flag));
        }
        at.err().print(question + " [yN] ");
        at.err().flush();
        String answer = new BufferedReader(new InputStreamReader(at.in(), StandardCharsets.UTF_8)).readLine();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
