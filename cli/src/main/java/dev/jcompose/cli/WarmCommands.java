package dev.jcompose.cli;

import dev.jcompose.api.command.CommandRunner;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program inside a process that is awake already: what the launcher's short way (packaging/warm) reaches. */
public final class WarmCommands implements CommandRunner {
    private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

    /** Whether this thread runs a command in the daemon's process, which starts no program of a user's. */
    public static boolean isHere() {
        return HERE.isBound();
    }

    @Override
    public int run(
            List<String> args, Map<String, String> env, Path cwd, InputStream in, PrintStream out, PrintStream err) {
        return ScopedValue.where(HERE, true).call(() -> Main.run(args, env, cwd, in, out, err, Terminal.NONE));
    }
}
