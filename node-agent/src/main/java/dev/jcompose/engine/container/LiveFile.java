package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the host that is bound because its reader was allowed to read it: at the making of the container it had the content
 * that they had read. Its path may lead elsewhere later, for they may not be alone in its folder; then it is still bound where
 * that is another file of the same owner and mode, as editors leave, and the copy of the content is bound where it is not.
 *
 * @param copy path of a file with the content that was read
 * @param fileSystem where it was found, with {@code inode}
 */
record LiveFile(String copy, long fileSystem, long inode, int uid, int gid, int permissions) {

    /**
     * What {@code source} leads to; null where that is no regular file with the content of {@code copy}.
     *
     * @param known others of the same path: where they may be bound, so may this one, changed or not
     */
    static @Nullable LiveFile of(String source, Path copy, Stream<LiveFile> known) {
        try (var root = Dir.of(Path.of("/"));
                var file = root.openAny(source)) {
            Stat stat = file.self();
            // Read by the descriptor: what was looked at is what is compared.
            return stat.isRegular() && Files.mismatch(Path.of(file.procPath()), copy) == -1
                            || known.anyMatch(other -> other.accepts(stat))
                    ? new LiveFile(
                            copy.toString(),
                            stat.fileSystem(),
                            stat.inode(),
                            stat.uid(),
                            stat.gid(),
                            stat.permissions())
                    : null;
        } catch (LinuxException | IOException e) {
            return null;
        }
    }

    /** Whether what {@code source} leads to now may be bound. */
    boolean isAt(String source) {
        try (var root = Dir.of(Path.of("/"))) {
            return root.find(source).filter(this::accepts).isPresent();
        } catch (LinuxException e) {
            return false;
        }
    }

    private boolean accepts(Stat found) {
        boolean same = found.fileSystem() == fileSystem && found.inode() == inode;
        boolean alike = found.uid() == uid && found.gid() == gid && found.permissions() == permissions;
        return found.isRegular() && (same || alike);
    }

    /**
     * Looks at what is bound in a container whose program does not run yet: between a look at a path and its mounting it can be
     * made to lead elsewhere. CONFLICT where it was.
     */
    static void check(ContainerRecord record, int pid) {
        if (record.mounts().stream().allMatch(mount -> mount.live() == null)) {
            return;
        }
        try (var inside = Dir.of(Path.of("/proc/" + pid + "/root"));
                var root = Dir.of(Path.of("/"))) {
            for (PlannedMount mount : record.mounts()) {
                LiveFile live = mount.live();
                if (live != null
                        && !inside.find(mount.target())
                                .filter(bound -> live.accepts(bound) || isSame(root.find(live.copy), bound))
                                .isPresent()) {
                    throw EngineException.conflict(mount.source() + " was replaced while container " + record.name()
                            + " was being made of it: start it again");
                }
            }
        }
    }

    private static boolean isSame(Optional<Stat> one, Stat other) {
        return one.filter(stat -> stat.inode() == other.inode() && stat.fileSystem() == other.fileSystem())
                .isPresent();
    }
}
