package dev.jcompose.engine.container;

import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.runtime.RuntimeThreads;
import dev.jcompose.linux.DetachedMount;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.file.Mount;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's socket as containers have it. They mount it by the name that it has before anybody may ask, so those that start
 * with the daemon find it. No daemon can listen on the file of the one before: containers that ran on get the new file in the
 * place of the old.
 */
final class OwnSocket {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSocket.class);

    static {
        // What runs inside a container is loaded before: from there the loader would look among the container's files.
        List.of(Mount.class, DetachedMount.class, LinuxException.class, Errno.class)
                .forEach(OwnSocket::load);
    }

    private final Path shown;
    private final Path listener;
    private final RuntimeThreads threads;

    OwnSocket(EngineConfig config, RuntimeThreads threads) {
        this.shown = config.socket();
        this.listener = config.listener();
        this.threads = threads;
    }

    private static void load(Class<?> type) {
        try {
            MethodHandles.privateLookupIn(type, MethodHandles.lookup()).ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    /** What is mounted for a bind of {@code source}. */
    Path source(Path source) {
        return isOurs(source) && Files.exists(listener) ? listener : source;
    }

    private boolean isOurs(Path source) {
        Path folder = source.getParent();
        try {
            return folder != null
                    && folder.toRealPath().resolve(source.getFileName()).equals(shown);
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Lets a container that an earlier daemon started reach this one.
     *
     * @param pid of a process in it
     */
    void renew(ContainerRecord record, int pid) {
        List<PlannedMount> binds = record.mounts().stream()
                .filter(each -> each.type().equals("bind") && isOurs(Path.of(each.source())))
                .toList();
        if (binds.isEmpty() || !Files.exists(listener)) {
            return;
        }
        try {
            threads.call(() -> {
                List<DetachedMount> fresh =
                        binds.stream().map(each -> DetachedMount.of(listener)).toList();
                int namespace = Native.open(Path.of("/proc/" + pid + "/ns/mnt"), Native.O_RDONLY, 0);
                try {
                    Native.setns(namespace, Native.CLONE_NEWNS);
                    for (int i = 0; i < binds.size(); i++) {
                        replace(binds.get(i), fresh.get(i));
                    }
                } finally {
                    Native.close(namespace);
                    fresh.forEach(DetachedMount::close);
                }
                return null;
            });
        } catch (LinuxException e) {
            LOG.warn(
                    "container {} keeps the socket of the daemon before, which nobody answers: restart it ({})",
                    record.name(),
                    e.getMessage());
        }
    }

    /** In the mount namespace of the container. */
    private static void replace(PlannedMount bind, DetachedMount fresh) {
        Path target = Path.of(bind.target());
        try {
            Mount.detach(target);
        } catch (LinuxException e) {
            // Whoever is in there may have taken it away; what comes lies above what is left.
            LOG.debug("{} was not mounted: {}", target, e.getMessage());
        }
        fresh.moveTo(target);
        Mount.makePrivate(target);
        if (!bind.writable()) {
            Mount.makeReadOnly(target);
        }
    }
}
