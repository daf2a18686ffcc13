package dev.jcompose.cli;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.output.MergedLog;
import dev.jcompose.cli.watch.WatchLog;
import dev.jcompose.cli.watch.Watcher;
import org.jspecify.annotations.Nullable;

/** Whether an {@code up} that stays watches files, too. Safe for threads. */
final class Watching {
    private final Project project;
    private final Stack stack;
    private final MergedLog log;
    private final LogFollower follower;
    private final Watcher.Manner manner;
    private @Nullable Thread thread;

    Watching(Project project, Stack stack, MergedLog log, LogFollower follower, Watcher.Manner manner) {
        this.project = project;
        this.stack = stack;
        this.log = log;
        this.follower = follower;
        this.manner = manner;
    }

    synchronized boolean isOn() {
        return thread != null && thread.isAlive();
    }

    /** A container that a watcher stops comes back, or is mended and built anew: their end is not the command's. */
    synchronized void on(Watcher watcher) {
        follower.hold(true);
        thread = Thread.ofVirtual().start(() -> {
            try (watcher) {
                watcher.run(project, stack, WatchLog.merged(log), manner);
            } catch (InterruptedException e) {
                // Whoever turns it off, or ends the command, waits for nothing of it.
                return;
            } catch (EngineException e) {
                log.watch("Watch disabled with errors: " + e.getMessage());
            } finally {
                follower.hold(false);
            }
        });
    }

    /** Ends it, where it is on, and waits until it has ended. */
    synchronized void off() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
            thread = null;
        }
    }
}
