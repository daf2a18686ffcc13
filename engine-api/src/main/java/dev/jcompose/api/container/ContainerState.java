package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status}: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited}, {@code dead}. */
public record ContainerState(
        String status,
        boolean running,
        boolean paused,
        boolean restarting,
        @JsonProperty("OOMKilled") boolean oomKilled,
        boolean dead,
        int pid,
        int exitCode,
        String error,
        Instant startedAt,
        Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Health health) {

    /** {@code status}: {@code starting}, {@code healthy}, {@code unhealthy}, {@code none}. */
    public record Health(String status, int failingStreak, List<Probe> log) {}

    public record Probe(Instant start, Instant end, int exitCode, String output) {}
}
