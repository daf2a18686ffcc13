package dev.jcompose.engine.stream;

/**
 * Some output.
 *
 * @param stream {@link #STDOUT} or {@link #STDERR}; a terminal has the first alone
 * @param data handed over: nobody changes it later
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frame(int stream, byte[] data) {
    public static final int STDOUT = 1;
    public static final int STDERR = 2;
}
