package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.Locale;

/** Turns what a runtime printed into a failure with the exit code that Docker's users expect of it. */
public final class RuntimeFailure {
    static final int NOT_FOUND = 127;
    /** Also of what nobody tried to run. */
    public static final int NOT_EXECUTABLE = 126;

    private RuntimeFailure() {}

    /** @param program the first word of the command */
    static EngineException of(String program, String printed) {
        return RuntimeWords.told(printed)
                .orElseGet(() -> new EngineException(kind(printed), inDockersWords(printed) + way(program, printed))
                        .about("entrypoint"));
    }

    private static String way(String program, String printed) {
        if (program.isEmpty()) {
            return ": the first word of the command is empty: name a program";
        }
        return switch (exitCode(printed)) {
            case NOT_FOUND ->
                program.contains("/")
                        ? ": " + program + " must be in the image, or be mounted into the container"
                        : ": " + program + " must be in a folder of $PATH in the image, or be given with its path";
            case NOT_EXECUTABLE ->
                ": " + program
                        + " must be a program of this platform, or a script that begins with #!, and may be executed (chmod +x)";
            default -> "";
        };
    }

    /** By these words the docker command chooses between 125, 126 and 127 for its own exit code. */
    private static String inDockersWords(String printed) {
        return switch (exitCode(printed)) {
            case NOT_FOUND -> printed.replace("No such file or directory", "no such file or directory");
            case NOT_EXECUTABLE ->
                printed.replace("Permission denied", "permission denied")
                        .replace("Operation not permitted", "permission denied");
            default -> printed;
        };
    }

    private static ErrorKind kind(String printed) {
        return switch (exitCode(printed)) {
            case NOT_FOUND, NOT_EXECUTABLE -> ErrorKind.INVALID;
            default -> ErrorKind.INTERNAL;
        };
    }

    /** 127 where the command does not exist, 126 where it cannot be run, else 128, as Docker records them. */
    public static int exitCode(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        boolean command = text.contains("executable file") || text.contains("exec");
        if (command && text.contains("chdir ")) {
            return NOT_EXECUTABLE;
        }
        if (command && (text.contains("not found in $path") || text.contains("no such file or directory"))) {
            return NOT_FOUND;
        }
        if (command
                && (text.contains("permission denied")
                        || text.contains("open executable: operation not permitted")
                        || text.contains("exists but it is not executable")
                        || text.contains("exec format"))) {
            return NOT_EXECUTABLE;
        }
        if (text.contains("the path `") && text.contains("is not a regular file")) {
            return NOT_EXECUTABLE;
        }
        return 128;
    }
}
