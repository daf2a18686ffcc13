package dev.jcompose.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a client sends after the head of its request. The event loop offers, one thread reads; a slow reader stops the socket. */
final class RequestBody extends InputStream {
    private static final int HIGH = 1 << 20;
    private static final int LOW = 1 << 18;

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
    private int bytes;
    private boolean ended;
    private boolean discarding;
    private @Nullable String cut;

    RequestBody(Channel channel) {
        this.channel = channel;
    }

    /** Takes the buffer over. */
    void offer(ByteBuf part) {
        lock.lock();
        try {
            if (discarding || ended || !part.isReadable()) {
                part.release();
                return;
            }
            parts.add(part);
            bytes += part.readableBytes();
            if (bytes > HIGH) {
                channel.config().setAutoRead(false);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The client has sent all. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The client has gone: a read that has not got all fails. */
    void cutOff() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                cut = "the client went away before it had sent all";
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will read the rest. */
    void discard() {
        lock.lock();
        try {
            discarding = true;
            for (ByteBuf part = parts.poll(); part != null; part = parts.poll()) {
                part.release();
            }
            bytes = 0;
            channel.config().setAutoRead(true);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (parts.isEmpty() && !ended && !discarding) {
                changed.awaitUninterruptibly();
            }
            ByteBuf part = parts.peek();
            if (part == null) {
                if (cut != null) {
                    throw new IOException(cut);
                }
                return -1;
            }
            int n = Math.min(length, part.readableBytes());
            part.readBytes(into, from, n);
            bytes -= n;
            if (!part.isReadable()) {
                parts.remove();
                part.release();
            }
            if (bytes < LOW && !channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that can be read without waiting. */
    @Override
    public int available() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
