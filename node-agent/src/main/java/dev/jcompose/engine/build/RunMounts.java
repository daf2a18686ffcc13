package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.build.Instruction.RunMount;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Turns the {@code --mount} options of one RUN into mounts; closing it takes secrets and scratch folders away. */
final class RunMounts implements AutoCloseable {
    /** Locks of cache folders that only one build at a time may use. */
    private static final Map<String, ReentrantLock> LOCKED = new ConcurrentHashMap<>();

    private final Path caches;
    private final Path scratch;
    private final Map<String, byte[]> secrets;
    private final List<BuildRunner.Mount> mounts = new ArrayList<>();
    private final Map<String, String> env = new HashMap<>();
    private final List<ReentrantLock> held = new ArrayList<>();
    private final List<Path> made = new ArrayList<>();

    /**
     * @param caches durable folder of cache mounts
     * @param scratch folder of this build, in memory: secrets are written there
     */
    RunMounts(Path caches, Path scratch, Map<String, byte[]> secrets) {
        this.caches = caches;
        this.scratch = scratch;
        this.secrets = secrets;
    }

    List<BuildRunner.Mount> mounts() {
        return mounts;
    }

    /** Variables that secrets were asked for as. */
    Map<String, String> env() {
        return env;
    }

    void cache(RunMount mount, String target) throws IOException {
        String id = mount.option("id", target);
        Path folder =
                caches.resolve(Digest.of(id.getBytes(StandardCharsets.UTF_8)).shortened());
        switch (mount.option("sharing", "shared")) {
            case "shared" -> {}
            case "locked", "private" -> {
                var lock = LOCKED.computeIfAbsent(id, i -> new ReentrantLock());
                lock.lock();
                held.add(lock);
            }
            default -> throw EngineException.invalid("sharing of a cache can be shared, private or locked");
        }
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            try (var dir = Dir.of(folder)) {
                dir.chown(".", number(mount, "uid"), number(mount, "gid"));
                dir.chmod(".", Integer.parseInt(mount.option("mode", "0755"), 8));
            }
        }
        boolean readOnly = isTrue(mount, "ro");
        mounts.add(new BuildRunner.Mount(folder.toString(), target, List.of("rbind", readOnly ? "ro" : "rw")));
    }

    void tmpfs(RunMount mount, String target) {
        var options = new ArrayList<>(List.of("nosuid", "noexec", "nodev"));
        if (mount.options().containsKey("size")) {
            options.add("size=" + mount.option("size", ""));
        }
        mounts.add(new BuildRunner.Mount("", target, options));
    }

    void secret(RunMount mount) throws IOException {
        String id = mount.option("id", name(mount.option("target", "")));
        byte[] value = secrets.get(id);
        if (value == null) {
            if (isTrue(mount, "required")) {
                throw EngineException.invalid(
                        "secret " + id + " is required, and the build was given none of that name");
            }
            return;
        }
        boolean asVariable = mount.options().containsKey("env");
        if (asVariable) {
            env.put(mount.option("env", ""), new String(value, StandardCharsets.UTF_8));
        }
        if (!asVariable || mount.options().containsKey("target")) {
            Path file = Files.createTempFile(
                    scratch,
                    "secret",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            made.add(file);
            Files.write(file, value);
            try (var dir = Dir.of(scratch)) {
                String name = file.getFileName().toString();
                dir.chown(name, number(mount, "uid"), number(mount, "gid"));
                dir.chmod(name, Integer.parseInt(mount.option("mode", "0400"), 8));
            }
            mounts.add(new BuildRunner.Mount(
                    file.toString(), mount.option("target", "/run/secrets/" + id), List.of("bind", "ro")));
        }
    }

    /** Shows {@code source}, a folder or file of the host; what is written to a writable one is gone afterwards. */
    void bind(RunMount mount, Path source, String target) throws IOException {
        if (!isTrue(mount, "rw") || !Files.isDirectory(source)) {
            mounts.add(new BuildRunner.Mount(source.toString(), target, List.of("rbind", "ro")));
            return;
        }
        Path upper = Files.createTempDirectory(caches, "upper");
        Path work = Files.createTempDirectory(caches, "work");
        made.add(upper);
        made.add(work);
        mounts.add(new BuildRunner.Mount(
                "overlay", target, List.of("lowerdir=" + source, "upperdir=" + upper, "workdir=" + work)));
    }

    static boolean isTrue(RunMount mount, String option) {
        return mount.option(option, "false").equals("true");
    }

    private static int number(RunMount mount, String option) {
        String text = mount.option(option, "0");
        if (!text.matches("\\d{1,9}")) {
            throw EngineException.invalid(option + " of a mount must be a number, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static String name(String path) {
        return TarEntry.clean(path).replaceFirst("^.*/", "");
    }

    @Override
    public void close() {
        made.forEach(Dir::delete);
        held.forEach(ReentrantLock::unlock);
    }
}
