package dev.jcompose.cli.watch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Gives what is written on by lines; {@code close} lets go what has no end. */
final class Lines extends OutputStream {
    private final Consumer<String> to;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    Lines(Consumer<String> to) {
        this.to = to;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            to.accept(pending.toString(StandardCharsets.UTF_8));
            pending.reset();
        } else {
            pending.write(b);
        }
    }

    @Override
    public void close() {
        if (pending.size() > 0) {
            write('\n');
        }
    }
}
