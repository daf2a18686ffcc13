package dev.jcompose.engine.container;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Something that changes, for those who wait for the next change. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long version;

    long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    void bump() {
        lock.lock();
        try {
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until there is a version after {@code seen}, and gives it. */
    long await(long seen) {
        lock.lock();
        try {
            while (version == seen) {
                changed.awaitUninterruptibly();
            }
            return version;
        } finally {
            lock.unlock();
        }
    }
}
