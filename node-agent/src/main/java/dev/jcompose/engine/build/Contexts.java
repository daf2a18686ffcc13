package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Build contexts that clients sent and that no build has taken yet: one tar each. */
public final class Contexts {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
    /** Long enough for a request that waits behind others; what lies longer was sent by a client that died. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /** Clears away what an earlier daemon left. */
    public Contexts(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            deleteOlderThan(Instant.MAX);
        } catch (IOException e) {
            throw EngineException.unavailable("build contexts in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Keeps a tar until a build takes it; answers its id. */
    public String put(InputStream tar) throws IOException {
        deleteOlderThan(Instant.now().minus(KEPT));
        byte[] drawn = new byte[12];
        random.nextBytes(drawn);
        String id = HexFormat.of().formatHex(drawn);
        Path file = folder.resolve(id);
        try {
            Files.copy(tar, file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw EngineException.unavailable(
                    "the build's context cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
        return id;
    }

    public InputStream open(String id) throws IOException {
        Path file = folder.resolve(id);
        if (!ID.matcher(id).matches() || !Files.exists(file)) {
            throw EngineException.notFound("the build's context is not here any more: run the command again");
        }
        return Files.newInputStream(file);
    }

    public void delete(String id) throws IOException {
        if (ID.matcher(id).matches()) {
            Files.deleteIfExists(folder.resolve(id));
        }
    }

    private void deleteOlderThan(Instant limit) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (limit.equals(Instant.MAX) || Files.getLastModifiedTime(file).compareTo(FileTime.from(limit)) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
