package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Task;
import java.time.Duration;

/** What a step does. Whoever executes it decides nothing. */
public sealed interface Action {
    /** {@code create container shop-web-1}: verb, object, name. */
    default String label() {
        return verb() + " " + object() + " " + name();
    }

    String verb();

    String object();

    String name();

    /** Changes one assignment; ends with the report that it was reached or failed. */
    record Assign(String verb, Assignment to) implements Action {
        @Override
        public String object() {
            return switch (to) {
                case Assignment.Network _ -> "network";
                case Assignment.Volume _ -> "volume";
                case Assignment.Pull _, Assignment.Build _, Assignment.RemoveImage _ -> "image";
                case Assignment.Content _ -> "file";
                case Assignment.Container _ -> "container";
            };
        }

        @Override
        public String name() {
            return switch (to) {
                case Assignment.Network network -> network.spec().name();
                case Assignment.Volume volume -> volume.spec().name();
                case Assignment.Pull pull -> pull.ref();
                case Assignment.Build build -> build.ref();
                case Assignment.RemoveImage image -> image.ref();
                case Assignment.Content content -> content.id();
                case Assignment.Container container -> container.task().name();
            };
        }
    }

    /**
     * Changes nothing; ends when a container is ready and has stayed so.
     *
     * @param monitor how long it has to stay so
     * @param patience how long it may take until it is ready
     */
    record Steady(Task task, Duration monitor, Duration patience) implements Action {
        @Override
        public String verb() {
            return "await steady";
        }

        @Override
        public String object() {
            return "container";
        }

        @Override
        public String name() {
            return task.name();
        }
    }

    /** Changes nothing; ends when the time is over. */
    record Pause(String service, int batch, Duration length) implements Action {
        @Override
        public String verb() {
            return "wait";
        }

        @Override
        public String object() {
            return "service";
        }

        @Override
        public String name() {
            return service + " before batch " + batch;
        }
    }

    /** Changes nothing; ends with what is seen of a container. */
    record Await(Task task, Condition condition) implements Action {
        public enum Condition {
            /** Healthy where it has a check, else running for a moment; or completed. */
            READY,
            HEALTHY,
            COMPLETED
        }

        @Override
        public String verb() {
            return switch (condition) {
                case READY -> "await ready";
                case HEALTHY -> "await healthy";
                case COMPLETED -> "await completed";
            };
        }

        @Override
        public String object() {
            return "container";
        }

        @Override
        public String name() {
            return task.name();
        }
    }
}
