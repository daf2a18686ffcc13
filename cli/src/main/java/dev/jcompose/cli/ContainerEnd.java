package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.WaitResult;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The end of a container that somebody waits for while other things are done: its output ends before it has a code. */
public final class ContainerEnd {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    private ContainerEnd() {}

    /** @param condition of Docker's wait: {@code not-running}, or {@code next-exit} for one that is not started yet */
    public static ContainerEnd of(EngineClient client, String container, String condition) {
        ContainerEnd end = new ContainerEnd();
        var waiting = client.open(
                Call.post(Target.of("/containers/{}/wait", container).query("condition", condition)));
        Thread.ofVirtual().start(() -> {
            try (waiting;
                    var results = waiting.values(WaitResult.class)) {
                end.code.complete(results.nextValue().statusCode());
            } catch (IOException | RuntimeException e) {
                end.code.completeExceptionally(e);
            }
        });
        return end;
    }

    /** Blocks until it has come. Throws UNAVAILABLE where the daemon did not tell it. */
    public int code() {
        try {
            return code.join();
        } catch (CompletionException e) {
            throw EngineException.unavailable(
                    "The container's exit code was not told: " + e.getCause()
                            + ". `jcompose ps -a` shows what is there.",
                    e);
        }
    }
}
