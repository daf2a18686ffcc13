package dev.jcompose.engine.container;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Root folders out of the host's static busybox: what images and snapshots give in the daemon. */
final class FolderRoots implements RootFileSystems {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            "sh",
            "cat",
            "echo",
            "sleep",
            "ls",
            "id",
            "env",
            "pwd",
            "true",
            "false",
            "kill",
            "stat",
            "mount",
            "grep",
            "ps",
            "wc",
            "yes",
            "head",
            "touch",
            "dd",
            "tail",
            "stty",
            "date",
            "hostname",
            "seq",
            "test",
            "rm",
            "mkdir",
            "ln",
            "sysctl",
            "readlink",
            "chmod",
            "nc",
            "find",
            "sed",
            "tr",
            "cut",
            "ulimit",
            "printf",
            "usleep",
            "ip",
            "unshare",
            "mknod");

    private final Path folder;
    volatile ContainerConfig image = ContainerConfig.EMPTY;

    FolderRoots(Path folder) {
        this.folder = folder;
    }

    @Override
    public Template resolve(String reference) {
        return new Template("sha256:" + "0".repeat(64), image);
    }

    @Override
    public void create(String id, String imageId) {
        try {
            Path root = folder.resolve(id);
            for (String each : List.of("bin", "dev", "proc", "sys", "etc", "tmp", "root", "home/app", "data")) {
                Files.createDirectories(root.resolve(each));
            }
            Files.copy(BUSYBOX, root.resolve("bin/busybox"));
            for (String applet : APPLETS) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
            Files.writeString(
                    root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\n");
            Files.writeString(root.resolve("etc/group"), "root:x:0:\napp:x:1001:\nextra:x:2000:app\n");
            Files.writeString(root.resolve("data/seed"), "from the image\n");
            Files.setAttribute(root.resolve("data/seed"), "unix:uid", 1000);
            Files.setAttribute(root.resolve("data"), "unix:uid", 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path mount(String id) {
        return folder.resolve(id);
    }

    @Override
    public Path mountReadOnly(String id) {
        return mount(id);
    }

    @Override
    public void remove(String id) {
        if (Files.exists(folder)) {
            try (var dir = Dir.of(folder)) {
                dir.remove(id);
            }
        }
    }

    @Override
    public List<Change> changes(String id) {
        return List.of();
    }

    @Override
    public long size(String id) {
        return 0;
    }

    @Override
    public long imageSize(String imageId) {
        return 0;
    }

    @Override
    public List<String> list() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var dir = Dir.of(folder)) {
            return dir.list();
        }
    }
}
