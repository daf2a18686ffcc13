package dev.jcompose.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Lines of many containers, each under its name. Safe for a thread per source. */
public final class MergedLog {
    private final PrintStream out;
    private final PrintStream err;
    private final Ansi ansi;
    private final boolean prefix;
    private final Map<String, Integer> colours = new HashMap<>();
    private int width;
    private String announcement = "";
    private String footer = "";

    /** @param err where lines go that containers write to their standard error */
    public MergedLog(PrintStream out, PrintStream err, Ansi ansi, boolean prefix) {
        this.out = out;
        this.err = err;
        this.ansi = ansi;
        this.prefix = prefix;
    }

    /** Something that is said before the first line. */
    public synchronized void announce(String text) {
        announcement = text;
    }

    /** Says it now, where no line has come yet. */
    public synchronized void announced() {
        if (!announcement.isEmpty()) {
            String text = announcement;
            announcement = "";
            note(text);
        }
    }

    /** What stays below the last line, at a terminal alone; empty for nothing. */
    public synchronized void footer(String text) {
        lift();
        footer = text;
        lower();
    }

    private void lift() {
        if (!footer.isEmpty()) {
            out.print("\r\u001b[K");
        }
    }

    /** A footer that is wider than the terminal is cut: wrapped, it could not be taken away again. */
    private void lower() {
        if (!footer.isEmpty()) {
            out.print("\u001b[?7l" + footer + "\u001b[?7h");
        }
        out.flush();
    }

    /** Makes room for a name before its first line, so that columns stand still. */
    public synchronized void expect(String source) {
        colours.putIfAbsent(source, colours.size());
        width = Math.max(width, source.length());
    }

    public void line(String source, byte[] text) {
        line(source, text, out);
    }

    private synchronized void line(String source, byte[] text, PrintStream to) {
        announced();
        lift();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        if (prefix) {
            expect(source);
            String head = source + " ".repeat(width - source.length()) + "  | ";
            whole.writeBytes(ansi.source(colours.getOrDefault(source, 0), head).getBytes(StandardCharsets.UTF_8));
        }
        whole.writeBytes(text);
        whole.write('\n');
        // At once: progress goes to the same terminal by another stream.
        out.flush();
        to.write(whole.toByteArray(), 0, whole.size());
        to.flush();
        lower();
    }

    /** Something about a source that is not a line of its own: {@code web-1 exited with code 0}. */
    public synchronized void note(String text) {
        lift();
        out.println(text);
        lower();
    }

    /** What a watcher of files does, in the column of the names as Compose shows it. */
    public synchronized void watch(String text) {
        announced();
        note((prefix ? ansi.good(" ".repeat(width) + "  ⦿ ") : "") + text);
    }

    /** A sink of bytes of one source; what has no newline yet waits, and {@code close} lets it go. */
    public OutputStream sink(String source) {
        return sink(source, out);
    }

    /** The same of what it writes to its standard error. */
    public OutputStream errorSink(String source) {
        return sink(source, err);
    }

    private OutputStream sink(String source, PrintStream to) {
        expect(source);
        return new OutputStream() {
            private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

            @Override
            public void write(int b) {
                if (b == '\n') {
                    line(source, pending.toByteArray(), to);
                    pending.reset();
                } else {
                    pending.write(b);
                }
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                int start = offset;
                for (int i = offset; i < offset + length; i++) {
                    if (bytes[i] == '\n') {
                        pending.write(bytes, start, i - start);
                        line(source, pending.toByteArray(), to);
                        pending.reset();
                        start = i + 1;
                    }
                }
                pending.write(bytes, start, offset + length - start);
            }

            @Override
            public void close() {
                if (pending.size() > 0) {
                    line(source, pending.toByteArray(), to);
                    pending.reset();
                }
            }
        };
    }
}
