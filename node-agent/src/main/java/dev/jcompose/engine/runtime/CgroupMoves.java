package dev.jcompose.engine.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the runtime move processes into cgroups without waiting. The kernel's lock for such moves makes the first of them wait
 * until every CPU has passed a quiet state (6 to 17 ms on two cores, more than all else that the runtime does); moves that follow
 * within about the same time find it open. So whoever hears that a move will come has this process "moved" to where it is, which
 * changes nothing, and again as long as more may come.
 */
public final class CgroupMoves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupMoves.class);
    private static final long OPEN_NANOS = 300_000_000;
    private static final long AGAIN_NANOS = 8_000_000;
    private static final byte[] SELF = "0".getBytes(StandardCharsets.US_ASCII);

    private final Optional<Path> own;
    private final Thread thread;
    private volatile long until = System.nanoTime();
    private volatile boolean closed;

    public CgroupMoves(Cgroups cgroups) {
        this.own = cgroups.ownProcesses();
        this.thread = Thread.ofPlatform().daemon().name("cgroup-moves").start(this::keepOpen);
    }

    /** A process will be moved within a moment. */
    public void expect() {
        until = System.nanoTime() + OPEN_NANOS;
        LockSupport.unpark(thread);
    }

    private void keepOpen() {
        while (!closed) {
            if (until - System.nanoTime() > 0) {
                if (own.isEmpty() || !moveSelf()) {
                    return;
                }
                LockSupport.parkNanos(this, AGAIN_NANOS);
            } else {
                LockSupport.park(this);
            }
        }
    }

    private boolean moveSelf() {
        try {
            Files.write(own.orElseThrow(), SELF);
            return true;
        } catch (IOException e) {
            LOG.debug("{} takes no process: moves wait for the kernel", own, e);
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
