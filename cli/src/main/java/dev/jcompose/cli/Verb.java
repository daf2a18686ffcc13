package dev.jcompose.cli;

import java.util.Map;

/** One verb of the command line. */
public interface Verb {
    /** One line for the list of verbs. */
    String summary();

    /** What follows the verb, as help prints it: {@code [OPTIONS] [SERVICE...]}. */
    String usage();

    void options(Options options);

    /** Whether options end at the first word, because what follows is a command for a container. */
    default boolean takesCommand() {
        return false;
    }

    /** Exit codes that mean more here than in every command, for the manual: the code, in digits or in words, and its meaning. */
    default Map<String, String> exitCodes() {
        return Map.of();
    }

    /**
     * Does the work.
     *
     * @return the exit code
     * @throws Exception an EngineException or UsageException for what the user can mend; anything else is a bug
     */
    int run(Arguments given, Invocation at) throws Exception;
}
