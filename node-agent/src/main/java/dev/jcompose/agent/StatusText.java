package dev.jcompose.agent;

import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.container.ContainerState.Health;
import dev.jcompose.api.container.ContainerState.Probe;
import java.time.Duration;
import java.time.Instant;

/** A container's state as Docker words it: {@code Up 3 minutes (healthy)}. */
final class StatusText {

    private static final int LONGEST = 300;

    private StatusText() {}

    static String of(ContainerState state, String health) {
        return switch (state.status()) {
            case "running", "paused" ->
                "Up " + ago(state.startedAt())
                        + (state.paused() ? " (Paused)" : health.isEmpty() ? "" : " (" + worded(health) + ")");
            case "restarting" -> "Restarting (" + state.exitCode() + ") " + ago(state.finishedAt()) + " ago";
            case "exited" -> "Exited (" + state.exitCode() + ") " + ago(state.finishedAt()) + " ago";
            case "created" -> "Created";
            case "dead" -> "Dead";
            default -> state.status();
        };
    }

    /** Why a container is not as it should be, or empty. */
    static String error(ContainerState state) {
        if (!state.error().isEmpty()) {
            return state.error();
        }
        Health health = state.health();
        if (state.running()
                && health != null
                && health.status().equals("unhealthy")
                && !health.log().isEmpty()) {
            return failed(health.log().getLast());
        }
        return state.oomKilled() ? "it took more memory than it may" : "";
    }

    /** What a probe said last is what it says of its failure. */
    private static String failed(Probe probe) {
        String said = probe.output()
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (_, line) -> line)
                .strip();
        String words = said.isEmpty() || said.length() > LONGEST ? "" : ": " + said;
        return probe.exitCode() < 0 && !words.isEmpty()
                ? "its health check could not end" + words
                : "its health check ended with exit code " + probe.exitCode() + words;
    }

    private static String worded(String health) {
        return health.equals("starting") ? "health: starting" : health;
    }

    private static String ago(Instant since) {
        Duration gone = Duration.between(since, Instant.now());
        long seconds = Math.max(0, gone.toSeconds());
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = Math.round(minutes / 60.0);
        if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        long days = hours / 24;
        return days < 14
                ? days + " days"
                : days < 60 ? days / 7 + " weeks" : days < 730 ? days / 30 + " months" : days / 365 + " years";
    }
}
