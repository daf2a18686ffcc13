package dev.jcompose.cli.verb;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Verb;

/** A verb, or a flag, that Compose has and jcompose has not yet. It says so by name and fails. */
public final class NotYet implements Verb {
    private final String name;
    private final String summary;

    public NotYet(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    @Override
    public String summary() {
        return summary + " (not yet)";
    }

    @Override
    public String usage() {
        return "";
    }

    @Override
    public void options(Options options) {}

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public int run(Arguments given, Invocation at) {
        throw new EngineException(ErrorKind.NOT_SUPPORTED, "jcompose does not know the command " + name + " yet");
    }

    /** Throws NOT_SUPPORTED where one of the flags is given. */
    static void refuse(Arguments given, String... flags) {
        for (String flag : flags) {
            if (given.has(flag) && !given.isOff(flag)) {
                throw new EngineException(ErrorKind.NOT_SUPPORTED, "jcompose does not know " + flag + " yet");
            }
        }
    }
}
