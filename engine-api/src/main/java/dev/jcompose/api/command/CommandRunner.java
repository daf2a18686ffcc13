package dev.jcompose.api.command;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * A command line as a function of everything it may look at. Found by {@link java.util.ServiceLoader}, so that the daemon
 * runs commands without knowing the module they come from.
 */
public interface CommandRunner {

    /** The command starts programs of its caller's, or takes much memory, and is to be run by the caller; nothing has been done. */
    final class NeedsOwnProcess extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NeedsOwnProcess() {
            super("the command is to run in a process of its own", null, false, false);
        }
    }

    /**
     * Runs one command, which can ask nothing, and returns its exit code. Called by several threads at once.
     *
     * @throws NeedsOwnProcess where this process is not the one for it
     */
    int run(Command command, InputStream in, PrintStream out, PrintStream err);
}
