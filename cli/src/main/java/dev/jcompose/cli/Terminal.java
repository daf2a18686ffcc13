package dev.jcompose.cli;

import dev.jcompose.cli.output.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The terminal of the caller. The launcher looks which streams are one, as the JVM cannot tell them apart; modes and size go
 * through stty.
 */
public record Terminal(boolean in, boolean out, boolean err) {
    private static final int AGAIN = 5;
    private static final int BY_SIGNAL = 128;

    public static final Terminal NONE = new Terminal(false, false, false);

    /** From the launcher's digits: {@code 012} where all three streams are a terminal. */
    static Terminal fromLauncher() {
        String streams = System.getProperty("jcompose.tty", "");
        return new Terminal(streams.contains("0"), streams.contains("1"), streams.contains("2"));
    }

    /** Of the terminal that this process belongs to, whatever its standard input is. */
    TerminalSize screen() {
        try {
            TerminalSize told = size(stty(ProcessBuilder.Redirect.from(new File("/dev/tty")), "size"));
            // A terminal whose size nobody has set says 0.
            return told.rows() > 0 && told.columns() > 0 ? told : TerminalSize.USUAL;
        } catch (IOException e) {
            return TerminalSize.USUAL; // it belongs to none
        }
    }

    private static TerminalSize size(String told) {
        String[] words = told.split(" ", -1);
        return words.length == 2
                ? new TerminalSize(Integer.parseInt(words[0]), Integer.parseInt(words[1]))
                : TerminalSize.USUAL;
    }

    /** Gives every key to the reader as it is, until the returned restoration is closed. */
    public AutoCloseable raw() throws IOException {
        return mode("raw", "-echo");
    }

    /** Gives each key to the reader at once and unseen, until the restoration is closed. Ctrl-C and Ctrl-Z stay signals. */
    public AutoCloseable keys() throws IOException {
        return mode("-icanon", "-echo", "min", "1");
    }

    private static AutoCloseable mode(String... settings) throws IOException {
        String before = stty("-g");
        stty(settings);
        Thread restoration = new Thread(() -> restore(before));
        Runtime.getRuntime().addShutdownHook(restoration);
        return () -> {
            restore(before);
            Runtime.getRuntime().removeShutdownHook(restoration);
        };
    }

    private static void restore(String state) {
        try {
            stty(state);
        } catch (IOException e) {
            System.err.println("The terminal could not be set back (run `stty sane`): " + e.getMessage());
        }
    }

    private static String stty(String... arguments) throws IOException {
        return stty(ProcessBuilder.Redirect.INHERIT, arguments);
    }

    private static String stty(ProcessBuilder.Redirect terminal, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        ProcessBuilder program =
                new ProcessBuilder(command).redirectInput(terminal).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Ctrl-C goes to all programs at the terminal, so to this one and to the JVM's helper that starts it.
        for (int again = AGAIN; ; again--) {
            try {
                Process process = program.start();
                String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (process.onExit().join().exitValue() < BY_SIGNAL || again == 0) {
                    return told;
                }
            } catch (IOException e) {
                if (again == 0) {
                    throw e;
                }
            }
        }
    }
}
