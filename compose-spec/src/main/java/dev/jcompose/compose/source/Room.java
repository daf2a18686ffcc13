package dev.jcompose.compose.source;

/**
 * How much a load reads of each file.
 *
 * @param bytes of a file, whether of YAML or of variables
 * @param values of a file of YAML, aliases followed
 */
public record Room(long bytes, long values) {
    /** The code of the problem that a file is above one of them. */
    public static final String TOO_LARGE = "too-large";

    private static final int MIB = 1 << 20;

    /** For a process whose memory is its own. */
    public static final Room USUAL = new Room(64L * MIB, 10_000_000);

    /** What is said of a file above {@link #bytes}. */
    public String refusal() {
        return "is larger than %d MiB".formatted(bytes / MIB);
    }
}
