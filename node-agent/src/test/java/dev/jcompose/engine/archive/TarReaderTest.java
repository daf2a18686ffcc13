package dev.jcompose.engine.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives made by the host's GNU tar. */
class TarReaderTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"v7", "ustar", "gnu", "posix"})
    void everyFormatOfGnuTarIsRead(String format) throws Exception {
        Files.createDirectories(dir.resolve("tree/sub"));
        Files.writeString(dir.resolve("tree/sub/file"), "content");
        Files.createSymbolicLink(dir.resolve("tree/link"), Path.of("sub/file"));
        Files.createLink(dir.resolve("tree/zhard"), dir.resolve("tree/sub/file"));
        byte[] archive = tar(
                "--format=" + format, "--sort=name", "-C", dir.resolve("tree").toString(), "-c", ".");
        assertEquals(
                List.of(
                        "./ DIRECTORY",
                        "./link SYMLINK sub/file",
                        "./sub/ DIRECTORY",
                        "./sub/file FILE content",
                        "./zhard HARD_LINK ./sub/file"),
                describe(archive));
    }

    @Test
    void theLastMemberMayLackItsPaddingAndTheArchiveItsEnd() throws Exception {
        Files.createDirectories(dir.resolve("tree"));
        Files.writeString(dir.resolve("tree/f"), "content");
        byte[] whole = tar("--format=ustar", "-C", dir.resolve("tree").toString(), "-c", "f");
        byte[] cut = Arrays.copyOf(whole, 512 + "content".length());
        assertEquals(List.of("f FILE content"), describe(cut));
        assertThrows(IOException.class, () -> describe(Arrays.copyOf(whole, 512 + "cont".length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix"})
    void longAndForeignNamesAreRead(String format) throws Exception {
        String name = "ü".repeat(60) + "x".repeat(120);
        Files.createDirectories(dir.resolve("tree"));
        Path file = dir.resolve("tree").resolve("x".repeat(180));
        Files.writeString(file, "c");
        Files.createSymbolicLink(dir.resolve("tree/l"), Path.of("t".repeat(150)));
        byte[] archive = tar(
                "--format=" + format, "--sort=name", "-C", dir.resolve("tree").toString(), "-c", ".");
        assertTrue(describe(archive).contains("./" + "x".repeat(180) + " FILE c"), name);
        assertTrue(describe(archive).contains("./l SYMLINK " + "t".repeat(150)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu",
                "--format=posix --sparse-version=0.0",
                "--format=posix --sparse-version=0.1",
                "--format=posix --sparse-version=1.0"
            })
    void sparseFilesComeOutAsTheyWere(String options) throws Exception {
        Path file = dir.resolve("sparse");
        try (var data = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < 30; i++) {
                data.seek(i * 200_000L);
                data.write(("part " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            data.setLength(7_000_000);
        }
        var arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.addAll(List.of("-S", "-C", dir.toString(), "-c", "sparse"));
        byte[] archive = tar(arguments.toArray(String[]::new));
        assumeTrue(archive.length < 1_000_000, "this file system keeps no holes");
        var reader = new TarReader(new ByteArrayInputStream(archive));
        var entry = reader.next();
        assertEquals("sparse", entry == null ? "" : entry.name());
        assertArrayEquals(Files.readAllBytes(file), reader.content().readAllBytes());
        assertEquals(null, reader.next());
    }

    @Test
    void aDamagedHeaderIsRefused() throws Exception {
        Files.writeString(dir.resolve("f"), "x");
        byte[] archive = tar("-C", dir.toString(), "-c", "f");
        archive[3] ^= 1;
        assertThrows(IOException.class, () -> describe(archive));
    }

    @Test
    void aTruncatedArchiveIsRefused() throws Exception {
        Files.write(dir.resolve("f"), new byte[100_000]);
        byte[] archive = tar("-C", dir.toString(), "-c", "f");
        assertThrows(IOException.class, () -> describe(java.util.Arrays.copyOf(archive, 50_000)));
    }

    private static List<String> describe(byte[] archive) throws IOException {
        var lines = new ArrayList<String>();
        var reader = new TarReader(new ByteArrayInputStream(archive));
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
            String rest = entry.type() == TarEntry.Type.FILE
                    ? new String(reader.content().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    : entry.linkName();
            lines.add((entry.name() + " " + entry.type() + " " + rest).strip());
        }
        return lines;
    }

    private static byte[] tar(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.getInputStream()) {
            return out.readAllBytes();
        }
    }
}
