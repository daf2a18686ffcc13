package dev.jcompose.cli.output;

/** Colours of the prefix of a log, or none where the output is not a terminal. */
public enum Ansi {
    PLAIN,
    COLOURED;

    private static final int[] RAINBOW = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

    /** The colour of the n-th source. */
    public String source(int number, String text) {
        return paint(RAINBOW[number % RAINBOW.length], text);
    }

    public String good(String text) {
        return paint(32, text);
    }

    public String bad(String text) {
        return paint(31, text);
    }

    /** A key that may be pressed. */
    public String key(String text) {
        return paint(36, text);
    }

    public String dim(String text) {
        return paint(2, text);
    }

    private String paint(int code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
