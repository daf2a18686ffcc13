package dev.jcompose.engine.container;

import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The conversation with a process that was never tried: why, on its standard error, and the end. */
final class Refusal implements Session {
    private @Nullable Frame words;

    Refusal(String words) {
        this.words = new Frame(Frame.STDERR, (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Frame read() {
        Frame said = words;
        words = null;
        return said;
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}
}
