package dev.jcompose.engine.build;

/** A command of a build that ended with another exit code than 0: the cause of what the build fails with. */
public final class CommandEnded extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    CommandEnded(int code) {
        super("exit code " + code);
        this.code = code;
    }

    /** The command's exit code where it made {@code failure}, else 0. */
    public static int codeOf(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CommandEnded ended) {
                return ended.code;
            }
        }
        return 0;
    }
}
