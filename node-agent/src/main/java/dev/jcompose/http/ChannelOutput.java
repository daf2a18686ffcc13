package dev.jcompose.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Bytes to a client. Every write goes out without a flush: while the event loop is busy with one piece the next gathers, so
 * that many small writes become few large ones and a single one does not wait. Blocks while the client does not read.
 */
final class ChannelOutput extends OutputStream {
    private static final int MOST_WAITING = 256 * 1024;

    private final Channel channel;
    private final UnaryOperator<ByteBuf> framing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
    private boolean scheduled;
    private boolean closed;

    /** @param framing what the pipeline takes: an HTTP chunk or the bytes themselves */
    ChannelOutput(Channel channel, UnaryOperator<ByteBuf> framing) {
        this.channel = channel;
        this.framing = framing;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the empty buffer is one
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        lock.lock();
        try {
            while (waiting.readableBytes() >= MOST_WAITING && !closed) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                throw new IOException("the client has gone");
            }
            if (waiting == Unpooled.EMPTY_BUFFER) {
                waiting = channel.alloc().directBuffer(Math.max(length, 1024));
            }
            waiting.writeBytes(bytes, from, length);
            if (!scheduled) {
                scheduled = true;
                channel.eventLoop().execute(this::drain);
            }
        } finally {
            lock.unlock();
        }
    }

    /** On the event loop: passes on what has gathered, once the client has taken the piece before. */
    void drain() {
        ByteBuf piece;
        lock.lock();
        try {
            if (!channel.isWritable() && channel.isActive()) {
                return;
            }
            scheduled = false;
            piece = waiting;
            waiting = Unpooled.EMPTY_BUFFER;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (piece.isReadable()) {
            channel.writeAndFlush(framing.apply(piece)).addListener(done -> {
                if (!done.isSuccess()) {
                    abandon();
                }
            });
        }
    }

    /** On the event loop: the client can take more. */
    void writable() {
        boolean due;
        lock.lock();
        try {
            due = scheduled;
        } finally {
            lock.unlock();
        }
        if (due) {
            drain();
        }
    }

    /** Waits until what was written has been passed on. */
    void await() {
        lock.lock();
        try {
            while (waiting.isReadable() && !closed) {
                room.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client has gone: writes fail from now on. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            waiting.release();
            waiting = Unpooled.EMPTY_BUFFER;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
