package dev.jcompose.engine.stream;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Frames between a thread that blocks in the kernel and a reader: bounded, so that a slow reader slows the process down. */
public final class FrameQueue {
    private static final int MOST_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private int bytes;
    private boolean ended;

    /** Blocks while the queue is full; {@code false} where nobody will read it any more. */
    public boolean put(Frame frame) {
        lock.lock();
        try {
            while (bytes > MOST_BYTES && !ended) {
                changed.awaitUninterruptibly();
            }
            if (!ended) {
                frames.add(frame);
                bytes += frame.data().length;
                changed.signalAll();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks for the next one; null after the last. */
    public @Nullable Frame take() {
        lock.lock();
        try {
            while (frames.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            Frame next = frames.poll();
            if (next != null) {
                bytes -= next.data().length;
                changed.signalAll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** No more is put; what is in it can still be taken. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it and drops what is in it. */
    public void abandon() {
        lock.lock();
        try {
            frames.clear();
            bytes = 0;
            end();
        } finally {
            lock.unlock();
        }
    }
}
