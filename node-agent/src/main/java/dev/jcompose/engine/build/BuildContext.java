package dev.jcompose.engine.build;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.build.DockerIgnore;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The files that came with a build, in a folder of ours, without those that {@code .dockerignore} leaves out. */
final class BuildContext implements AutoCloseable {
    private static final int LARGEST_DOCKERFILE = 4 << 20;

    private final Dir root;
    private final DockerIgnore ignore;

    private BuildContext(Dir root, DockerIgnore ignore) {
        this.root = root;
        this.ignore = ignore;
    }

    /** Unpacks {@code archive} into {@code root}, which the context closes. Owners are root's: the caller's mean nothing here. */
    static BuildContext unpack(InputStream archive, Dir root, String dockerfile) throws IOException {
        var reader = new TarReader(Compression.open(archive));
        try (var tree = new TreeWriter(root)) {
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                tree.write(entry.withOwner(0, 0), reader);
            }
        }
        String own = dockerfile + ".dockerignore";
        String rules = isFile(root, own) ? own : ".dockerignore";
        var ignore =
                isFile(root, rules) ? new DockerIgnore(text(root, rules).lines().toList()) : DockerIgnore.NOTHING;
        var needed = Set.of(TarEntry.clean(dockerfile), rules);
        removeIgnored(root, "", ignore, needed);
        return new BuildContext(root, ignore);
    }

    /** A client may have sent what it should not have; the builder itself still needs its own two files. */
    private static void removeIgnored(Dir dir, String prefix, DockerIgnore ignore, Set<String> needed) {
        for (String name : dir.list()) {
            String path = prefix + name;
            boolean folder = dir.stat(name).filter(Stat::isDirectory).isPresent();
            if (folder) {
                try (var inner = dir.child(name)) {
                    removeIgnored(inner, path + "/", ignore, needed);
                    if (!ignore.ignores(path) || !inner.list().isEmpty()) {
                        continue;
                    }
                }
            }
            if (ignore.ignores(path) && !needed.contains(path)) {
                dir.remove(name);
            }
        }
    }

    private static boolean isFile(Dir root, String path) {
        return root.find(path).filter(Stat::isRegular).isPresent();
    }

    Dir root() {
        return root;
    }

    CopySource source() {
        return new CopySource(root, path -> path.startsWith(BuildRequest.CARRIED_DOCKERFILE) || ignore.ignores(path));
    }

    String dockerfile(String path) throws IOException {
        if (!isFile(root, path)) {
            throw EngineException.invalid("Cannot locate specified Dockerfile: " + path);
        }
        return text(root, path);
    }

    private static String text(Dir root, String path) throws IOException {
        try (var in = root.read(path).input()) {
            byte[] bytes = in.readNBytes(LARGEST_DOCKERFILE + 1);
            if (bytes.length > LARGEST_DOCKERFILE) {
                throw EngineException.invalid(path + " is larger than " + LARGEST_DOCKERFILE + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
