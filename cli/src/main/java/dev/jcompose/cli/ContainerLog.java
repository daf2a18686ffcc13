package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Multiplexed;
import dev.jcompose.api.client.Target;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Which part of a log is read, in the words of the Docker API.
 *
 * @param since, until seconds since 1970 with a fraction, or empty
 * @param tail a number or {@code all}
 */
public record ContainerLog(String since, String until, String tail, boolean timestamps, boolean follow) {

    public ContainerLog since(String instant) {
        return new ContainerLog(instant, until, "all", timestamps, follow);
    }

    /** Copies it; with {@code follow} until the container ends. A terminal's output is one stream. */
    public void copy(EngineClient client, String container, OutputStream stdout, OutputStream stderr)
            throws IOException {
        Target target = Target.of("/containers/{}/logs", container)
                .query("stdout", true)
                .query("stderr", true)
                .query("follow", follow)
                .query("timestamps", timestamps)
                .query("since", since)
                .query("until", until)
                .query("tail", tail);
        try (var reply = client.open(Call.get(target))) {
            if (reply.header("Content-Type").orElse("").contains("multiplexed")) {
                new Multiplexed(reply.body()).copyTo(stdout, stderr);
            } else {
                reply.body().transferTo(stdout);
            }
        }
    }
}
