package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line per object that is drawn again as it changes. */
final class TerminalProgress implements StackProgress {
    private static final int MOST_LINES = 20;

    private final PrintStream err;
    private final Map<String, StackEvent.Progress> latest = new LinkedHashMap<>();
    private int drawn;

    TerminalProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void show(StackEvent event) {
        StackEvent.Progress step = event.step();
        if (step != null) {
            latest.put(StackProgress.subject(step), step);
            draw();
        } else if (event.type().equals("warning")) {
            erase();
            err.println("warning: " + event.message());
            if (!latest.isEmpty()) {
                draw();
            }
        }
    }

    private void erase() {
        if (drawn > 0) {
            err.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    private void draw() {
        List<StackEvent.Progress> steps = new ArrayList<>(latest.values());
        long done = steps.stream().filter(TerminalProgress::ended).count();
        int width = latest.keySet().stream().mapToInt(String::length).max().orElse(0);
        // What has ended gives way first where not everything fits.
        while (steps.size() > MOST_LINES && steps.stream().anyMatch(TerminalProgress::ended)) {
            steps.remove(
                    steps.stream().filter(TerminalProgress::ended).findFirst().orElseThrow());
        }
        StringBuilder lines = new StringBuilder("[+] " + done + "/" + latest.size() + "\n");
        steps.stream()
                .limit(MOST_LINES)
                .forEach(step -> lines.append(line(step, width)).append('\n'));
        erase();
        // A line that is too long for the terminal is cut, not wrapped: it would count as two.
        err.print("\u001b[?7l" + lines + "\u001b[?7h");
        err.flush();
        drawn = (int) lines.chars().filter(c -> c == '\n').count();
    }

    private static boolean ended(StackEvent.Progress step) {
        return !step.phase().equals("started") && !step.phase().equals("progress");
    }

    private static String line(StackEvent.Progress step, int width) {
        String mark =
                ended(step) ? (step.phase().equals("done") ? Ansi.COLOURED.good("✔") : Ansi.COLOURED.bad("✘")) : "⠿";
        String subject = StackProgress.subject(step);
        String message = step.message().strip();
        String more = step.total() > 0
                ? Human.size(step.current()) + "/" + Human.size(step.total())
                : message.substring(0, Math.min(60, message.length())).replace('\n', ' ');
        return " " + mark + " " + subject + " ".repeat(width - subject.length()) + "  " + StackProgress.word(step)
                + (step.phase().equals("done") || more.isEmpty() ? "" : "  " + Ansi.COLOURED.dim(more));
    }

    @Override
    public void close() {}
}
