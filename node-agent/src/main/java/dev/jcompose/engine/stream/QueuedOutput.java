package dev.jcompose.engine.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Input for a process, written by a platform thread of its own: a process that does not read its input must not hold the
 * carrier of the virtual thread that brings it. Up to a megabyte waits, then writing blocks.
 */
public final class QueuedOutput extends OutputStream {
    private final FrameQueue queue = new FrameQueue();
    private final Target target;
    private volatile @Nullable IOException failed;
    private boolean begun;

    /** Where the bytes go, on a thread that may block in the kernel. */
    public interface Target {
        void write(byte[] bytes) throws IOException;

        /** No more comes: the end of the input. */
        void end() throws IOException;
    }

    /** {@code target} is ended after what was written before the close has gone through. */
    public QueuedOutput(Target target) {
        this.target = target;
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("stdin").start(this::run);
        }
    }

    private void run() {
        try {
            try {
                for (Frame next = queue.take(); next != null; next = queue.take()) {
                    target.write(next.data());
                }
            } finally {
                target.end();
            }
        } catch (IOException e) {
            failed = e;
            queue.abandon();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        begin();
        if (!queue.put(new Frame(0, Arrays.copyOfRange(bytes, from, from + length)))) {
            IOException cause = failed;
            throw new IOException(cause == null ? "the input is closed" : cause.getMessage(), cause);
        }
    }

    @Override
    public void close() throws IOException {
        boolean direct;
        synchronized (this) {
            direct = !begun;
            begun = true;
        }
        queue.end();
        if (direct) {
            target.end();
        }
    }
}
