package dev.jcompose.cli;

import dev.jcompose.api.stack.StackContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits until containers run, and are healthy where they have a check. */
public final class Readiness {
    private static final int PAUSE_MILLIS = 100;

    private Readiness() {}

    /**
     * Waits for all containers of these services.
     *
     * @param timeout seconds; null for no limit
     * @return 0, or 1 where a container ended, fell ill or the time ran out, said on standard error
     */
    public static int await(Stack stack, List<String> services, @Nullable Integer timeout) throws InterruptedException {
        long end = timeout == null ? Long.MAX_VALUE : System.nanoTime() + timeout * 1_000_000_000L;
        while (true) {
            List<StackContainer> waiting =
                    stack.containers(services).stream().filter(c -> !ready(c)).toList();
            for (StackContainer container : waiting) {
                if (container.health().equals("unhealthy")
                        || (container.state().equals("exited") && container.exitCode() != 0)) {
                    stack.at().err().println("container " + container.name() + " is " + container.status());
                    return 1;
                }
            }
            if (waiting.isEmpty()) {
                return 0;
            }
            if (System.nanoTime() > end) {
                stack.at().err().println("timeout: " + waiting.getFirst().name() + " is not ready");
                return 1;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean ready(StackContainer container) {
        boolean runs = container.state().equals("running");
        boolean endedWell = container.state().equals("exited") && container.exitCode() == 0;
        return endedWell
                || (runs && (container.health().isEmpty() || container.health().equals("healthy")));
    }
}
