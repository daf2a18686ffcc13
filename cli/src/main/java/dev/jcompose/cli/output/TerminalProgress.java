package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A line per object that is drawn again as it changes: as many as the terminal is high while the steps go on, all of them at
 * the end.
 */
final class TerminalProgress implements StackProgress {
    /** Quicker than the eye; a pull of many layers says more than a slow terminal could draw. */
    private static final long PAUSE_MILLIS = 80;

    private final PrintStream err;
    private final Ansi ansi;
    private final IntSupplier height;
    private final Map<String, StackEvent.Progress> latest = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private List<String> drawn = List.of();
    private int rows;
    private boolean changed;

    /** @param height of the terminal, asked for now and whenever its size has changed */
    TerminalProgress(PrintStream err, Ansi ansi, IntSupplier height) {
        this.err = err;
        this.ansi = ansi;
        this.height = height;
        this.rows = height.getAsInt();
        var _ = clock.scheduleWithFixedDelay(this::drawChanges, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void show(StackEvent event) {
        StackEvent.Progress step = event.step();
        if (step != null) {
            latest.put(StackProgress.subject(step), step);
            changed = true;
        } else if (event.type().equals("warning")) {
            if (!drawn.isEmpty()) {
                err.print("\u001b[" + drawn.size() + "A\u001b[J");
                drawn = List.of();
            }
            err.println("warning: " + event.message());
            changed = !latest.isEmpty();
        }
    }

    @Override
    public void resized() {
        int now = height.getAsInt();
        synchronized (this) {
            rows = now;
            // All again, as the terminal may have moved it; but what has scrolled away above can be drawn over no more.
            drawn = Collections.nCopies(Math.min(drawn.size(), Math.max(1, rows - 1)), "");
            changed = !latest.isEmpty();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            if (!latest.isEmpty()) {
                // Nothing is drawn over this any more, so it may scroll.
                draw(lines(latest.size()));
            }
        }
    }

    private synchronized void drawChanges() {
        if (changed && !clock.isShutdown()) {
            // One row for the head, and one below for the cursor.
            draw(lines(Math.max(1, rows - 2)));
        }
    }

    private List<String> lines(int most) {
        List<StackEvent.Progress> steps = new ArrayList<>(latest.values());
        long done = steps.stream().filter(TerminalProgress::ended).count();
        int width = latest.keySet().stream().mapToInt(String::length).max().orElse(0);
        // What has ended gives way first where not everything fits.
        while (steps.size() > most && steps.stream().anyMatch(TerminalProgress::ended)) {
            steps.remove(
                    steps.stream().filter(TerminalProgress::ended).findFirst().orElseThrow());
        }
        List<String> lines = new ArrayList<>(List.of("[+] " + done + "/" + latest.size()));
        steps.stream().limit(most).forEach(step -> lines.add(line(step, width)));
        return lines;
    }

    private void draw(List<String> lines) {
        // A line that is too long for the terminal is cut, not wrapped: it would count as two.
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
        changed = false;
    }

    private static boolean ended(StackEvent.Progress step) {
        return !step.phase().equals("started") && !step.phase().equals("progress");
    }

    private String line(StackEvent.Progress step, int width) {
        String mark = ended(step) ? (step.phase().equals("done") ? ansi.good("✔") : ansi.bad("✘")) : "⠿";
        String subject = StackProgress.subject(step);
        String message = step.message().strip();
        String more = step.total() > 0
                ? Human.size(step.current()) + "/" + Human.size(step.total())
                : message.substring(0, Math.min(60, message.length())).replace('\n', ' ');
        return " " + mark + " " + subject + " ".repeat(width - subject.length()) + "  " + StackProgress.word(step)
                + (step.phase().equals("done") || more.isEmpty() ? "" : "  " + ansi.dim(more));
    }
}
