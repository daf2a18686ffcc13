package dev.jcompose.engine.container;

import dev.jcompose.engine.runtime.Cgroups;
import java.util.concurrent.locks.ReentrantLock;

/** The cgroup that holds those of all containers. The runtime makes it and never removes it, so it goes with the last of them. */
final class CgroupParent {
    private final Cgroups cgroups;
    private final String path;
    private final ReentrantLock lock = new ReentrantLock();
    private int launching;
    /** Whether somebody left it during a launch. */
    private boolean left;

    CgroupParent(Cgroups cgroups, String path) {
        this.cgroups = cgroups;
        this.path = path;
    }

    /** A launch begins: from here the runtime may be between making this folder and one in it. */
    void enter() {
        lock.lock();
        try {
            launching++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            launching--;
            if (left) {
                removeIfUnused();
            }
        } finally {
            lock.unlock();
        }
    }

    void removeIfUnused() {
        lock.lock();
        try {
            left = launching > 0;
            if (!left) {
                cgroups.remove(path);
            }
        } finally {
            lock.unlock();
        }
    }
}
