package dev.jcompose.agent;

import dev.jcompose.api.container.Mount;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.InjectedFile;
import dev.jcompose.scheduler.protocol.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets and configs as files below {@code <run root>/secrets/<task>}, a tmpfs that only root enters; containers get them by
 * read-only binds. Contents are in memory besides, for the files that a reboot took. Of a live file the copy is what the engine
 * compares it with, and what containers get where it is gone.
 */
final class SecretFiles {

    private final Path root;
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    /** @param root on a tmpfs; made with mode 0700 where it is missing */
    SecretFiles(Path root) {
        this.root = root;
    }

    void keep(Assignment.Content content) {
        contents.put(content.id(), content.bytes());
    }

    void forget(Assignment.Content content) {
        contents.remove(content.id());
    }

    List<Mount> mounts(Task task) {
        List<Mount> mounts = new ArrayList<>();
        for (int i = 0; i < task.files().size(); i++) {
            InjectedFile file = task.files().get(i);
            var options = new Mount.BindOptions("", false, false, false, false);
            String source = file.live() == null ? file(task, i).toString() : file.live();
            mounts.add(new Mount("bind", source, file.target(), true, "", options, null, null, null));
        }
        return mounts;
    }

    /** Target → the copy of a file that is bound itself. */
    Map<String, Path> copies(Task task) {
        Map<String, Path> copies = new HashMap<>();
        for (int i = 0; i < task.files().size(); i++) {
            InjectedFile file = task.files().get(i);
            if (file.live() != null) {
                copies.put(Path.of(file.target()).normalize().toString(), file(task, i));
            }
        }
        return copies;
    }

    /** Writes the files that are missing. */
    void place(Task task) {
        try {
            for (int i = 0; i < task.files().size(); i++) {
                Path file = file(task, i);
                if (!Files.exists(file)) {
                    write(file, task.files().get(i));
                }
            }
        } catch (IOException e) {
            throw EngineException.unavailable("secrets of " + task.name() + " in " + root + ": " + e.getMessage(), e);
        }
    }

    private void write(Path file, InjectedFile injected) throws IOException {
        byte[] content = contents.get(injected.content());
        if (content == null) {
            throw EngineException.notFound("the node has not got the content of " + injected.target());
        }
        var onlyRoot = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(file.getParent(), onlyRoot);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(unfinished, content);
        Files.setAttribute(unfinished, "unix:uid", injected.uid());
        Files.setAttribute(unfinished, "unix:gid", injected.gid());
        Files.setPosixFilePermissions(unfinished, permissions(injected.mode()));
        Files.move(unfinished, file);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
        for (int bit = 0; bit < fromOwnerRead.length; bit++) {
            if ((mode >> (8 - bit) & 1) == 1) {
                permissions.add(fromOwnerRead[bit]);
            }
        }
        return permissions;
    }

    void remove(Task task) {
        try {
            for (int i = 0; i < task.files().size(); i++) {
                Files.deleteIfExists(file(task, i));
            }
            Files.deleteIfExists(root.resolve(task.id()));
        } catch (IOException e) {
            throw EngineException.unavailable("secrets of " + task.name() + " in " + root + ": " + e.getMessage(), e);
        }
    }

    private Path file(Task task, int index) {
        return root.resolve(task.id()).resolve(Integer.toString(index));
    }
}
