package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** A folder to build from, read as the caller, without what its {@code .dockerignore} leaves out. */
public final class BuildContext {
    /** The name that the plan's build step has for it. */
    private static final String INLINE = "Dockerfile.inline";

    private final Path folder;
    private final String dockerfile;
    private final @Nullable String inline;

    private BuildContext(Path folder, String dockerfile, @Nullable String inline) {
        this.folder = folder;
        this.dockerfile = dockerfile;
        this.inline = inline;
    }

    /**
     * The context of a service.
     *
     * @param build the service's resolved build section
     * @throws EngineException for a context that is no folder here, or a Dockerfile that is missing or outside of it
     */
    public static BuildContext of(String service, JsonNode build) {
        String context = build.path("context").asText();
        String where = "services." + service + ".build";
        if (context.contains("://") || context.startsWith("git@")) {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    where + ".context: " + context
                            + " is remote, which jcompose does not fetch yet; clone it and name the folder");
        }
        Path folder = Path.of(context);
        if (!Files.isDirectory(folder)) {
            throw EngineException.notFound(where + ".context: there is no folder " + folder);
        }
        if (build.hasNonNull("dockerfile_inline")) {
            return new BuildContext(
                    folder, INLINE, build.path("dockerfile_inline").asText());
        }
        Path file =
                folder.resolve(build.path("dockerfile").asText("Dockerfile")).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    where + ".dockerfile: " + file + " lies outside the context " + folder
                            + ", which jcompose does not take yet");
        }
        if (!Files.isRegularFile(file)) {
            throw EngineException.notFound(where + ".dockerfile: there is no file " + file);
        }
        return new BuildContext(folder, folder.normalize().relativize(file).toString(), null);
    }

    public String dockerfile() {
        return dockerfile;
    }

    /** The context as a tar, owned by root, as builders expect it. Closing it removes the temporary file that holds it. */
    public InputStream tar() {
        try {
            Path file = Files.createTempFile("jcompose-context", ".tar");
            try (var out = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), "UTF-8")) {
                out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                if (inline != null) {
                    byte[] text = inline.getBytes(StandardCharsets.UTF_8);
                    var entry = new TarArchiveEntry(INLINE);
                    entry.setSize(text.length);
                    entry.setModTime(0);
                    out.putArchiveEntry(entry);
                    out.write(text);
                    out.closeArchiveEntry();
                }
                Files.walkFileTree(folder, new Walk(out, DockerIgnore.of(folder, dockerfile)));
            }
            return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new EngineException(ErrorKind.UNAVAILABLE, "build context " + folder + ": " + e.getMessage(), e);
        }
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final TarArchiveOutputStream out;
        private final DockerIgnore ignore;

        Walk(TarArchiveOutputStream out, DockerIgnore ignore) {
            this.out = out;
            this.ignore = ignore;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(folder)) {
                return FileVisitResult.CONTINUE;
            }
            if (ignore.ignores(name(dir))) {
                return ignore.hasExceptions() ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }
            add(dir, name(dir) + "/", attributes);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = name(file);
            // The builder needs these two itself; COPY cannot reach them when they are ignored, which it decides.
            boolean needed = name.equals(dockerfile) || name.equals(".dockerignore");
            boolean packable = attributes.isRegularFile() || attributes.isSymbolicLink();
            if (packable && (needed || !ignore.ignores(name))) {
                add(file, name, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        private String name(Path path) {
            return folder.relativize(path).toString();
        }

        private void add(Path path, String name, BasicFileAttributes attributes) {
            try {
                TarArchiveEntry entry;
                if (attributes.isSymbolicLink()) {
                    entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                    entry.setLinkName(Files.readSymbolicLink(path).toString());
                } else {
                    entry = new TarArchiveEntry(name);
                    entry.setSize(attributes.isRegularFile() ? attributes.size() : 0);
                    entry.setMode((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
                }
                entry.setLastModifiedTime(attributes.lastModifiedTime());
                out.putArchiveEntry(entry);
                if (attributes.isRegularFile()) {
                    Files.copy(path, out);
                }
                out.closeArchiveEntry();
            } catch (IOException e) {
                throw new UncheckedIOException(path + ": " + e.getMessage(), e);
            }
        }
    }
}
