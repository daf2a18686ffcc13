package dev.jcompose.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection that was taken over: bytes both ways. One thread reads, one writes, any may close. */
public final class Duplex implements AutoCloseable {
    private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private final Wire wire;
    private final String contentType;

    Duplex(Wire wire, String contentType) {
        this.wire = wire;
        this.contentType = contentType;
    }

    /** Whether {@link #in} carries frames, to be read by {@link Multiplexed}; else it is a terminal's bytes. */
    public boolean multiplexed() {
        return contentType.equals(MULTIPLEXED);
    }

    public InputStream in() {
        return wire.in();
    }

    /** Flush after writing. */
    public OutputStream out() {
        return wire.out();
    }

    /** No more input; what the other side still says can be read. */
    public void endInput() throws IOException {
        wire.out().flush();
        wire.channel().shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        wire.channel().close();
    }
}
