package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A line per object that is drawn again as it changes: as many as the terminal is high while the steps go on, all of them at
 * the end.
 */
final class TerminalProgress implements StackProgress {
    /** As often as the tenths of seconds change; a pull of many layers says more than a slow terminal could draw. */
    private static final long PAUSE_MILLIS = 100;

    private final PrintStream err;
    private final Ansi ansi;
    private final Supplier<TerminalSize> asked;
    private final LongSupplier nanos;
    private final Map<String, DrawnStep> latest = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private List<String> drawn = List.of();
    private TerminalSize size;

    /**
     * @param asked the size of the terminal, asked for now and whenever it has changed
     * @param nanos a clock
     */
    TerminalProgress(PrintStream err, Ansi ansi, Supplier<TerminalSize> asked, LongSupplier nanos) {
        this.err = err;
        this.ansi = ansi;
        this.asked = asked;
        this.nanos = nanos;
        this.size = asked.get();
        var _ = clock.scheduleWithFixedDelay(this::drawChanges, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void show(StackEvent event) {
        StackEvent.Progress step = event.step();
        if (step != null) {
            DrawnStep row = latest.get(StackProgress.subject(step));
            if (row == null) {
                latest.put(StackProgress.subject(step), new DrawnStep(step, nanos.getAsLong()));
            } else {
                row.next(step, nanos.getAsLong());
            }
        } else if (event.type().equals("warning")) {
            if (!drawn.isEmpty()) {
                err.print("\u001b[" + drawn.size() + "A\u001b[J");
                drawn = List.of();
            }
            err.println("warning: " + event.message());
        } else if (event.outcome() != null && event.outcome().ok() && latest.isEmpty()) {
            err.println("nothing to do");
        }
    }

    @Override
    public void resized() {
        TerminalSize now = asked.get();
        synchronized (this) {
            size = now;
            // All again, as the terminal may have moved it; but what has scrolled away above can be drawn over no more.
            drawn = Collections.nCopies(Math.min(drawn.size(), Math.max(1, size.rows() - 1)), "");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            if (!latest.isEmpty()) {
                // Nothing is drawn over this any more, so it may scroll.
                draw(lines(latest.size()));
                latest.values().forEach(row -> row.lastWords().forEach(err::println));
            }
        }
    }

    private synchronized void drawChanges() {
        if (!latest.isEmpty() && !clock.isShutdown()) {
            // One row for the head, and one below for the cursor.
            draw(lines(Math.max(1, size.rows() - 2)));
        }
    }

    private List<String> lines(int most) {
        long done = latest.values().stream().filter(DrawnStep::hasEnded).count();
        int subjects = latest.keySet().stream().mapToInt(String::length).max().orElse(0);
        int words = latest.values().stream()
                .mapToInt(row -> row.word().length())
                .max()
                .orElse(0);
        List<String> shown = new ArrayList<>(latest.keySet());
        // What has ended gives way first where not everything fits.
        for (Iterator<String> each = shown.iterator(); shown.size() > most && each.hasNext(); ) {
            if (Objects.requireNonNull(latest.get(each.next())).hasEnded()) {
                each.remove();
            }
        }
        List<String> lines = new ArrayList<>(List.of("[+] Running " + done + "/" + latest.size()));
        long now = nanos.getAsLong();
        shown.stream()
                .limit(most)
                .forEach(subject -> lines.add(Objects.requireNonNull(latest.get(subject))
                        .line(subject, subjects, words, size.columns(), now, ansi)));
        return lines;
    }

    private void draw(List<String> lines) {
        if (lines.equals(drawn)) {
            return;
        }
        // Should a line be too long all the same (letters may be wide), it is not wrapped: it would count as two.
        StringBuilder text = new StringBuilder("\u001b[?7l");
        if (!drawn.isEmpty()) {
            text.append("\u001b[").append(drawn.size()).append('A');
        }
        for (int i = 0; i < lines.size(); i++) {
            boolean same = i < drawn.size() && drawn.get(i).equals(lines.get(i));
            text.append(same ? "" : lines.get(i) + "\u001b[K").append('\n');
        }
        err.print(text.append(lines.size() < drawn.size() ? "\u001b[J" : "").append("\u001b[?7h"));
        err.flush();
        drawn = lines;
    }
}
