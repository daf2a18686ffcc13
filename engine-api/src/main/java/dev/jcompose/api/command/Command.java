package dev.jcompose.api.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a command line is called with.
 *
 * @param terminals digits of the caller's output streams that are a terminal: {@code 12} where both are
 */
public record Command(List<String> args, Map<String, String> env, Path cwd, String terminals) {

    public Command {
        args = List.copyOf(args);
        env = Map.copyOf(env);
    }
}
