package dev.jcompose.cli.output;

/** Of a terminal, in characters. */
public record TerminalSize(int rows, int columns) {
    /** Where nothing is known. */
    public static final TerminalSize USUAL = new TerminalSize(24, 80);
}
