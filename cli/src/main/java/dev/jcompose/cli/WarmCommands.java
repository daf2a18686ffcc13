package dev.jcompose.cli;

import dev.jcompose.api.command.CommandRunner;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program inside a process that is awake already: what the launcher's short way (packaging/warm) reaches. */
public final class WarmCommands implements CommandRunner {

    @Override
    public int run(
            List<String> args, Map<String, String> env, Path cwd, InputStream in, PrintStream out, PrintStream err) {
        return Main.run(args, env, cwd, in, out, err, Terminal.NONE);
    }
}
