package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.scheduler.desired.VolumeSpec;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Task;
import org.jspecify.annotations.Nullable;

/** A task with what is seen of its container; {@code seen} is null where there is none. */
record Member(Task task, @Nullable ContainerStatus seen) {

    boolean exists() {
        return seen != null;
    }

    boolean running() {
        return seen != null && seen.running() && !seen.state().equals("paused");
    }

    /** Running or paused: it must be stopped before it can go. */
    boolean alive() {
        return seen != null && seen.running();
    }

    boolean neverStarted() {
        return seen == null || seen.state().equals("created");
    }

    boolean healthy() {
        return running() && seen != null && seen.health().equals("healthy");
    }

    boolean ready() {
        return healthy()
                || completed()
                || (running() && seen != null && seen.health().isEmpty());
    }

    boolean ended() {
        return seen != null && seen.exited();
    }

    /** A one-off is somebody's work; a hook that failed and was kept is not. */
    boolean isSomebodys() {
        return task.oneOff() && !task.hook();
    }

    /** It did what it had to do, and nobody wants it to run again. */
    boolean completed() {
        return seen != null && seen.exited() && seen.exitCode() == 0 && !seen.byHand() && !restartsAfterSuccess();
    }

    private boolean restartsAfterSuccess() {
        return switch (policy()) {
            case "always", "unless-stopped" -> true;
            default -> false;
        };
    }

    /** What the engine's policy says of a container that a start of the daemon finds dead. */
    boolean comesBackWithTheDaemon() {
        // What was created and never started waits for the first start that its user asks for.
        if (seen == null || !seen.exited()) {
            return false;
        }
        return switch (policy()) {
            case "always" -> true;
            case "unless-stopped" -> !seen.byHand();
            case "on-failure" -> !seen.byHand() && seen.exitCode() != 0;
            default -> false;
        };
    }

    private String policy() {
        return task.container().hostConfig().running().restartPolicy().name();
    }

    String imageId() {
        return seen == null ? "" : seen.imageId();
    }

    boolean joins(String network) {
        return task.container().networkingConfig().endpointsConfig().containsKey(network);
    }

    boolean mounts(VolumeSpec volume) {
        if (task.hook()) {
            // It has the volumes of its service's container, whatever has become of that one.
            for (JsonNode mount : task.service().path("volumes")) {
                if (mount.path("source").asText().equals(volume.key())) {
                    return true;
                }
            }
        }
        var storage = task.container().hostConfig().storage();
        return storage.binds().stream().anyMatch(bind -> bind.startsWith(volume.name() + ":"))
                || storage.mounts().stream()
                        .anyMatch(mount ->
                                mount.type().equals("volume") && mount.source().equals(volume.name()));
    }
}
