package dev.jcompose.cli.output;

import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.StackEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Each event of the daemon as a line of JSON. */
record JsonProgress(PrintStream err) implements StackProgress {
    @Override
    public void show(StackEvent event) {
        err.println(new String(Json.write(event), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
}
