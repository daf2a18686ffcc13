package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The row of an object: how the latest of its steps goes on, and how long all of them have taken. */
final class DrawnStep {
    private static final String[] TURNING = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final long TURN_NANOS = 100_000_000;
    /** Of what a build said, kept for the case that it fails. */
    private static final int KEPT_LINES = 20;
    /** Less of what goes on would say nothing. */
    private static final int LEAST_DETAIL = 8;

    /** {@code 999.9s}. */
    private static final int TIME_WIDTH = 6;

    private record Bytes(long current, long total) {}

    private final Map<String, Bytes> parts = new HashMap<>();
    private final Deque<String> said = new ArrayDeque<>();
    private SpokenLines spoken = new SpokenLines();
    private StackEvent.Progress step;
    /** In nanoseconds, by steps before this one: what waited between them is not theirs. */
    private long spent;

    private long began;
    private long ended;

    DrawnStep(StackEvent.Progress step, long now) {
        this.step = step;
        began = now;
        next(step, now);
    }

    void next(StackEvent.Progress next, long now) {
        if (next.phase().equals("started")) {
            spent += hasEnded() ? ended - began : 0;
            began = now;
            parts.clear();
            said.clear();
            spoken = new SpokenLines();
        } else if (next.total() > 0) {
            parts.put(next.part(), new Bytes(next.current(), next.total()));
        } else if (next.phase().equals("progress") && next.part().isEmpty()) {
            said.addAll(spoken.take(next.message()));
            while (said.size() > KEPT_LINES) {
                said.removeFirst();
            }
        }
        step = next;
        ended = now;
    }

    boolean hasEnded() {
        return hasEnded(step);
    }

    private static boolean hasEnded(StackEvent.Progress step) {
        return !step.phase().equals("started") && !step.phase().equals("progress");
    }

    String word() {
        return StackProgress.word(step);
    }

    /** What it said last, each line with its name before it; empty but where it failed. */
    List<String> lastWords() {
        return step.phase().equals("failed")
                ? said.stream().map(line -> step.name() + " | " + line).toList()
                : List.of();
    }

    /**
     * @param columns of the terminal: what is too long is cut, as a line that wraps would count as two
     * @param now in nanoseconds, as the other times
     */
    String line(String subject, int subjectWidth, int wordWidth, int columns, long now, Ansi ansi) {
        String time = seconds(spent + (hasEnded() ? ended : now) - began);
        String left = subject + " ".repeat(subjectWidth - subject.length()) + " " + word()
                + " ".repeat(wordWidth - word().length()) + " ".repeat(2 + Math.max(0, TIME_WIDTH - time.length()));
        String detail = detail();
        // The mark and the blanks about it, the two before the detail, and the last column, where some terminals wrap.
        int room = columns - 3 - left.length() - time.length() - 2 - 1;
        boolean shown = !detail.isEmpty() && room >= LEAST_DETAIL;
        String cut = detail.length() > room ? detail.substring(0, Math.max(0, room - 1)) + "…" : detail;
        return " " + mark(now, ansi) + " " + left + ansi.dim(time) + (shown ? "  " + ansi.dim(cut) : "");
    }

    private String mark(long now, Ansi ansi) {
        if (!hasEnded()) {
            return TURNING[(int) Math.floorMod(now / TURN_NANOS, (long) TURNING.length)];
        }
        return switch (step.phase()) {
            case "done" -> ansi.good("✔");
            case "kept" -> "!";
            default -> ansi.bad("✘");
        };
    }

    private String detail() {
        if (hasEnded()) {
            return step.phase().equals("done") ? "" : printable(step.message());
        }
        long total = parts.values().stream().mapToLong(Bytes::total).sum();
        if (total > 0) {
            long current = parts.values().stream().mapToLong(Bytes::current).sum();
            return Human.size(current) + "/" + Human.size(total);
        }
        String begun = spoken.begun();
        return printable(begun.isEmpty() && !said.isEmpty() ? said.getLast() : begun);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String seconds(long nanos) {
        long tenths = nanos / 100_000_000;
        return tenths / 10 + "." + tenths % 10 + "s";
    }
}
