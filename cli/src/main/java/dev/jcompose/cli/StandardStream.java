package dev.jcompose.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Standard output or standard error. Its end is the program's: the JVM ignores the signal that ends other programs whose reader
 * has gone, and print streams pass over failures, so that a {@code logs -f | head} would stay for ever.
 */
final class StandardStream extends OutputStream {
    /** As a shell tells it of a program that SIGPIPE ended. */
    static final int NO_READER = 141;

    private static final int BUFFER = 8192;

    private final OutputStream file;
    private final PrintStream errors;
    private final IntConsumer exit;

    /**
     * Over one of the program's own.
     *
     * @param errors told what failed, but that a reader has gone
     * @param exit ends the program with a code
     */
    StandardStream(OutputStream file, PrintStream errors, IntConsumer exit) {
        this.file = file;
        this.errors = errors;
        this.exit = exit;
    }

    /** Buffered, UTF-8 whatever the locale says. */
    static PrintStream of(FileDescriptor descriptor) {
        var stream = new StandardStream(new FileOutputStream(descriptor), System.err, Runtime.getRuntime()::exit);
        return new PrintStream(new BufferedOutputStream(stream, BUFFER), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("Broken pipe")) {
                exit.accept(NO_READER);
            } else if (why.contains("Bad file descriptor")) {
                return; // closed by the caller, who wants none of it
            } else {
                errors.println("The output could not be written: " + why);
                exit.accept(1);
            }
            throw e;
        }
    }
}
