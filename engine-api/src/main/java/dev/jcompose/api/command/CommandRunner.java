package dev.jcompose.api.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command line as a function of everything it may look at. Found by {@link java.util.ServiceLoader}, so that the daemon
 * runs commands without knowing the module they come from.
 */
public interface CommandRunner {

    /** Runs one command without a terminal and returns its exit code. Called by several threads at once. */
    int run(List<String> args, Map<String, String> env, Path cwd, InputStream in, PrintStream out, PrintStream err);
}
