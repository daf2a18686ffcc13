package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.build.DockerIgnore;
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
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** A folder to build from, read as the caller, without what its {@code .dockerignore} leaves out. */
public final class BuildContext {
    private final Path folder;
    private final String dockerfile;
    private final Path ignoreFile;
    /** What the Dockerfile says, where it is no file of the folder. */
    private final byte @Nullable [] carried;

    private BuildContext(Path folder, String dockerfile, Path ignoreFile, byte @Nullable [] carried) {
        this.folder = folder;
        this.dockerfile = dockerfile;
        this.ignoreFile = ignoreFile;
        this.carried = carried;
    }

    /**
     * The context of a service.
     *
     * @param build the service's resolved build section
     * @throws EngineException for a context that is no folder here, or a Dockerfile that is missing
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
        Path usual = folder.resolve(".dockerignore");
        if (build.hasNonNull("dockerfile_inline")) {
            byte[] text = build.get("dockerfile_inline").asText().getBytes(StandardCharsets.UTF_8);
            return new BuildContext(folder, BuildRequest.CARRIED_DOCKERFILE, usual, text);
        }
        Path file =
                folder.resolve(build.path("dockerfile").asText("Dockerfile")).normalize();
        if (!Files.isRegularFile(file)) {
            throw EngineException.notFound(where + ".dockerfile: there is no file " + file);
        }
        Path own = file.resolveSibling(file.getFileName() + ".dockerignore");
        Path ignoreFile = Files.exists(own) ? own : usual;
        if (file.startsWith(folder.normalize())) {
            return new BuildContext(folder, folder.normalize().relativize(file).toString(), ignoreFile, null);
        }
        try {
            return new BuildContext(folder, BuildRequest.CARRIED_DOCKERFILE, ignoreFile, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EngineException(
                    ErrorKind.FORBIDDEN, where + ".dockerfile: " + file + " cannot be read by you", e);
        }
    }

    /**
     * All that a service is built from: its context under its own name, folders of {@code additional_contexts} under
     * {@code service/NAME}.
     *
     * @param build the service's resolved build section
     */
    static Map<String, BuildContext> allOf(String service, JsonNode build) {
        Map<String, BuildContext> contexts = new LinkedHashMap<>();
        contexts.put(service, of(service, build));
        build.path("additional_contexts").properties().forEach(entry -> {
            String source = entry.getValue().asText();
            if (!source.startsWith("service:") && !source.contains("://") && !source.startsWith("git@")) {
                String name = entry.getKey();
                contexts.put(service + "/" + name, additional(service, name, Path.of(source)));
            }
        });
        return contexts;
    }

    private static BuildContext additional(String service, String name, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw EngineException.notFound(
                    "services." + service + ".build.additional_contexts." + name + ": there is no folder " + folder);
        }
        return new BuildContext(folder, "", folder.resolve(".dockerignore"), null);
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
                Files.walkFileTree(folder, new Walk(out, rules()));
                if (carried != null) {
                    carry(out, dockerfile, carried);
                    if (Files.exists(ignoreFile)) {
                        carry(out, dockerfile + ".dockerignore", Files.readAllBytes(ignoreFile));
                    }
                }
            }
            return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new EngineException(ErrorKind.UNAVAILABLE, "build context " + folder + ": " + e.getMessage(), e);
        }
    }

    private DockerIgnore rules() throws IOException {
        return Files.exists(ignoreFile) ? new DockerIgnore(Files.readAllLines(ignoreFile)) : DockerIgnore.NOTHING;
    }

    private static void carry(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
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
