package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Task;
import org.jspecify.annotations.Nullable;

/** Whether what an await step waits for holds, may still come, or will not. */
final class Gate {

    sealed interface Verdict {}

    record Open() implements Verdict {}

    record Waiting() implements Verdict {}

    /** @param about the path of the value that is wrong, or empty */
    record Closed(String why, String about) implements Verdict {
        Closed(String why) {
            this(why, "");
        }
    }

    private static final Verdict OPEN = new Open();
    private static final Verdict WAITING = new Waiting();

    private Gate() {}

    static Verdict of(Action.Await await, @Nullable ContainerStatus seen) {
        String name = "container " + await.name();
        if (seen == null) {
            return new Closed(name + " is gone");
        }
        boolean failed = seen.exited() && seen.exitCode() != 0;
        return switch (await.condition()) {
            case COMPLETED -> {
                if (failed && await.task().hook()) {
                    yield new Closed("pre_start["
                            + await.name().substring(await.name().lastIndexOf('-') + 1) + "] of service "
                            + await.task().serviceName() + " ended with exit code " + seen.exitCode() + ": its " + name
                            + " is kept; " + logs(await.task()) + " shows what it said");
                }
                if (failed) {
                    yield new Closed("service " + await.task().serviceName() + " didn't complete successfully: exit "
                            + seen.exitCode() + "; " + logs(await.task()) + " shows why");
                }
                yield seen.exited() ? OPEN : WAITING;
            }
            case HEALTHY -> {
                if (seen.state().equals("running") && seen.health().isEmpty()) {
                    yield new Closed(
                            name
                                    + " has no health check to wait for: give the service a healthcheck, or wait for service_started",
                            "services." + await.task().serviceName());
                }
                yield healthy(name, await.task(), seen);
            }
            case READY -> ready(name, await.task(), seen);
        };
    }

    /** Whether a container of a rollout is ready: who dies, comes back by its policy and dies again never is. */
    static Verdict steady(Action.Steady steady, @Nullable ContainerStatus seen) {
        String name = "container " + steady.name();
        if (seen == null) {
            return new Closed(name + " is gone");
        }
        if (seen.state().equals("restarting")) {
            return new Closed(
                    name + " exited (" + seen.exitCode() + ") and restarts; " + logs(steady.task()) + " shows why");
        }
        return ready(name, steady.task(), seen);
    }

    /** The command line puts its own options in, where it was called with some. */
    static String logs(Task task) {
        return "`jcompose logs " + task.serviceName() + "`";
    }

    private static Verdict ready(String name, Task task, ContainerStatus seen) {
        if (seen.exited() && seen.exitCode() == 0) {
            return OPEN;
        }
        return seen.state().equals("running") && seen.health().isEmpty() ? OPEN : healthy(name, task, seen);
    }

    private static Verdict healthy(String name, Task task, ContainerStatus seen) {
        if (seen.exited()) {
            String why = seen.error().isEmpty() ? "; " + logs(task) + " shows why" : ": " + seen.error();
            return new Closed(name + " exited (" + seen.exitCode() + ")" + why);
        }
        return switch (seen.health()) {
            case "healthy" -> OPEN;
            case "unhealthy" -> unhealthy(name, task, seen);
            default -> WAITING;
        };
    }

    private static Verdict unhealthy(String name, Task task, ContainerStatus seen) {
        String why = seen.error().isEmpty() ? "; see " + logs(task) + " and its health check" : ": " + seen.error();
        String check = task.service().has("healthcheck") ? "services." + task.serviceName() + ".healthcheck" : "";
        return new Closed(name + " is unhealthy" + why, check);
    }
}
