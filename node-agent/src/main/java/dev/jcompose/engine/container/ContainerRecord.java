package dev.jcompose.engine.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store keeps of a container.
 *
 * @param name without a slash
 * @param owner the manager's task; null where the container was made through the Docker API
 * @param request what was asked for, with the image's part of it filled in
 * @param mounts volumes and binds with their sources found
 */
record ContainerRecord(
        String id,
        String name,
        Instant created,
        @JsonSetter(nulls = Nulls.SET) @Nullable String owner,
        String imageId,
        CreateContainer request,
        List<PlannedMount> mounts,
        State state) {

    static final String TABLE = "container";

    enum Status {
        CREATED,
        RUNNING,
        EXITED,
        REMOVING
    }

    /**
     * Lies in the record as it was when the record was written, later ones in a table of their own.
     *
     * @param byHand whether a user's stop was the last word: no policy starts it then
     * @param error why the last start failed; empty where it did not
     * @param forgiven how many of the restarts came before a run that counted as a success
     */
    record State(
            Status status,
            boolean byHand,
            int exitCode,
            boolean outOfMemory,
            String error,
            Instant startedAt,
            Instant finishedAt,
            int restartCount,
            int forgiven) {
        static final String TABLE = "container-state";
        static final State CREATED =
                new State(Status.CREATED, false, 0, false, "", Json.ZERO_TIME, Json.ZERO_TIME, 0, 0);

        State running(Instant now) {
            return new State(Status.RUNNING, false, 0, false, "", now, finishedAt, restartCount, forgiven);
        }

        State exited(int code, boolean oom, Instant now) {
            return new State(Status.EXITED, byHand, code, oom, "", startedAt, now, restartCount, forgiven);
        }

        State failed(Status before, int code, String why) {
            return new State(before, byHand, code, false, why, startedAt, finishedAt, restartCount, forgiven);
        }

        State withByHand(boolean now) {
            return new State(status, now, exitCode, outOfMemory, error, startedAt, finishedAt, restartCount, forgiven);
        }

        State withRestartCount(int count) {
            return new State(
                    status,
                    byHand,
                    exitCode,
                    outOfMemory,
                    error,
                    startedAt,
                    finishedAt,
                    count,
                    Math.min(count, forgiven));
        }

        /** The run that has ended was a success. */
        State forgiving() {
            return new State(
                    status, byHand, exitCode, outOfMemory, error, startedAt, finishedAt, restartCount, restartCount);
        }

        /** How long the last run took, once it has ended. */
        @JsonIgnore
        Duration ran() {
            return Duration.between(startedAt, finishedAt);
        }

        /** Restarts that count as failed attempts. */
        @JsonIgnore
        int attempts() {
            return restartCount - forgiven;
        }

        State removing() {
            return new State(
                    Status.REMOVING,
                    byHand,
                    exitCode,
                    outOfMemory,
                    error,
                    startedAt,
                    finishedAt,
                    restartCount,
                    forgiven);
        }

        byte[] json() {
            return Json.write(this);
        }

        static State read(byte[] json) {
            return parse(json, State.class);
        }
    }

    @JsonIgnore
    ContainerConfig config() {
        return request.config();
    }

    @JsonIgnore
    HostConfig host() {
        return request.hostConfig();
    }

    ContainerRecord with(State changed) {
        return new ContainerRecord(id, name, created, owner, imageId, request, mounts, changed);
    }

    ContainerRecord withName(String changed) {
        return new ContainerRecord(id, changed, created, owner, imageId, request, mounts, state);
    }

    ContainerRecord withRequest(CreateContainer changed) {
        return new ContainerRecord(id, name, created, owner, imageId, changed, mounts, state);
    }

    ContainerRecord withHost(HostConfig changed) {
        return new ContainerRecord(
                id,
                name,
                created,
                owner,
                imageId,
                new CreateContainer(request.config(), changed, request.networkingConfig()),
                mounts,
                state);
    }

    byte[] json() {
        return Json.write(this);
    }

    static ContainerRecord read(byte[] json) {
        return parse(json, ContainerRecord.class);
    }

    private static <T> T parse(byte[] json, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    type.getSimpleName() + " of a container: " + new String(json, StandardCharsets.UTF_8), e);
        }
    }
}
