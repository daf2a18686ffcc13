package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.snapshot.MountPoints;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command over a root, and takes away again what was only there for it: mount points that the image lacks. */
final class RunStep {
    private final BuildRunner runner;

    RunStep(BuildRunner runner) {
        this.runner = runner;
    }

    /** @param shown the command as the user wrote it, for the message */
    void run(BuildRunner.Job command, String shown, OutputStream output) throws IOException {
        List<String> stubs = stubs(command.rootfs(), command.mounts());
        int code;
        try {
            code = runner.run(command, output);
        } finally {
            removeStubs(command.rootfs(), stubs);
        }
        if (code != 0) {
            throw new EngineException(
                    ErrorKind.INVALID,
                    "The command '" + shown + "' returned a non-zero code: " + code,
                    new CommandEnded(code));
        }
    }

    /** The paths, and folders of paths, that mounting will make; the deepest first. */
    private static List<String> stubs(Path rootfs, List<BuildRunner.Mount> mounts) {
        var targets = new ArrayList<>(MountPoints.OF_EVERY_CONTAINER);
        mounts.forEach(m -> targets.add(TarEntry.clean(m.target())));
        var missing = new ArrayList<String>();
        try (var root = Dir.of(rootfs)) {
            for (String target : targets) {
                for (String at = target;
                        !at.isEmpty() && root.find(at).isEmpty();
                        at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
                    if (!missing.contains(at)) {
                        missing.add(at);
                    }
                }
            }
        }
        missing.sort(java.util.Comparator.comparingInt(String::length).reversed());
        return missing;
    }

    /** Removes them where they are empty still: a file that the command filled is the image's. */
    private static void removeStubs(Path rootfs, List<String> stubs) {
        try (var root = Dir.of(rootfs)) {
            for (String stub : stubs) {
                int slash = stub.lastIndexOf('/');
                try (var parent = root.open(slash < 0 ? "" : stub.substring(0, slash))) {
                    String name = stub.substring(slash + 1);
                    var stat = parent.stat(name);
                    if (stat.isPresent()
                            && (stat.get().isDirectory()
                                    ? isEmpty(parent, name)
                                    : stat.get().isRegular() && stat.get().size() == 0)) {
                        parent.remove(name);
                    }
                } catch (LinuxException e) {
                    if (!e.is(Errno.ENOENT)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static boolean isEmpty(Dir parent, String name) {
        try (var dir = parent.child(name)) {
            return dir.list().isEmpty();
        }
    }
}
