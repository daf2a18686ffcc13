package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.image.Progress;
import java.io.IOException;
import java.io.PrintStream;

/** Carries out a pull, push or build through the Docker API and shows its lines. */
public final class ImageStream {
    private ImageStream() {}

    /**
     * Sends the call and prints what comes.
     *
     * @param subject what stands before a line of status; layers' bytes are not shown, as there is one line a change
     * @throws EngineException with the engine's message where the stream ends in an error
     */
    public static void run(EngineClient client, Call call, String subject, PrintStream out, boolean quiet)
            throws IOException {
        try (var reply = client.open(call);
                var lines = reply.values(Progress.class)) {
            while (lines.hasNextValue()) {
                Progress line = lines.nextValue();
                if (!line.error().isEmpty()) {
                    throw new EngineException(ErrorKind.UNAVAILABLE, subject + ": " + line.error());
                }
                boolean bytes =
                        line.progressDetail() != null && line.progressDetail().total() > 0;
                if (!quiet && !line.stream().isEmpty()) {
                    out.print(line.stream());
                    out.flush();
                } else if (!quiet && !bytes && !line.status().isEmpty()) {
                    out.println(" " + subject + "  " + (line.id().isEmpty() ? "" : line.id() + ": ") + line.status());
                }
            }
        }
    }
}
