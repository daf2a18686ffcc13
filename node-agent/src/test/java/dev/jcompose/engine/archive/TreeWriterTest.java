package dev.jcompose.engine.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.file.Dir;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWriterTest {
    private static final int ME = uid();

    @TempDir
    Path dir;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    @Test
    void anAbsoluteLinkInTheWayStaysInside() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        tar.write(TarEntry.directory(outside.toString(), 0755).withOwner(ME, ME));
        tar.write(symlink("trap", outside.toString()));
        file("trap/planted", "x");
        unpack();
        assertEquals(List.of(), names(outside));
        assertTrue(Files.exists(dir.resolve("root" + outside + "/planted")));
    }

    @Test
    void aLinkThatLeadsNowhereInsideIsRefused() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        tar.write(symlink("trap", outside.toString()));
        file("trap/planted", "x");
        assertThrows(EngineException.class, this::unpack);
        assertEquals(List.of(), names(outside));
    }

    @Test
    void anUpwardLinkInTheWayStaysInside() throws IOException {
        tar.write(symlink("trap", "../../.."));
        file("trap/planted", "x");
        unpack();
        assertEquals(List.of("root"), names(dir));
        assertTrue(Files.exists(dir.resolve("root/planted")));
    }

    @Test
    void anUpwardNameStaysInside() throws IOException {
        file("../../planted", "x");
        file("/absolute", "y");
        unpack();
        assertEquals(List.of("root"), names(dir));
        assertEquals(List.of("absolute", "planted"), names(dir.resolve("root")));
    }

    @Test
    void aHardLinkToAnOutsideFileIsRefused() throws IOException {
        Files.writeString(dir.resolve("secret"), "s");
        tar.write(member("link", TarEntry.Type.HARD_LINK, "../secret"));
        assertThrows(EngineException.class, this::unpack);
    }

    @Test
    void aHardLinkThroughALinkStaysInside() throws IOException {
        Files.writeString(dir.resolve("secret"), "s");
        tar.write(symlink("up", dir.toString()));
        tar.write(member("link", TarEntry.Type.HARD_LINK, "up/secret"));
        assertThrows(EngineException.class, this::unpack);
    }

    @Test
    void aFileReplacesALinkInsteadOfWritingThroughIt() throws IOException {
        Path victim = Files.writeString(dir.resolve("victim"), "untouched");
        tar.write(symlink("f", victim.toString()));
        file("f", "new");
        unpack();
        assertEquals("untouched", Files.readString(victim));
        assertEquals("new", Files.readString(dir.resolve("root/f")));
    }

    @Test
    void aFolderReplacesALinkButKeepsAFolder() throws IOException {
        tar.write(TarEntry.directory("d", 0755).withOwner(ME, ME));
        file("d/kept", "k");
        tar.write(symlink("l", "d"));
        tar.write(TarEntry.directory("l", 0755).withOwner(ME, ME));
        tar.write(TarEntry.directory("d", 0700).withOwner(ME, ME));
        unpack();
        assertTrue(Files.isDirectory(dir.resolve("root/l"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertEquals("k", Files.readString(dir.resolve("root/d/kept")));
    }

    @Test
    void linksOfFoldersAreFollowedInside() throws IOException {
        tar.write(TarEntry.directory("usr", 0755).withOwner(ME, ME));
        tar.write(TarEntry.directory("usr/lib", 0755).withOwner(ME, ME));
        tar.write(symlink("lib", "usr/lib"));
        file("lib/libc.so", "c");
        unpack();
        assertEquals("c", Files.readString(dir.resolve("root/usr/lib/libc.so")));
    }

    @Test
    void binaryAttributesSurviveTheArchive() throws IOException {
        byte[] value = {0, 1, (byte) 0x80, (byte) 0xff, '\n', '='};
        var entry = new TarEntry(
                "f",
                TarEntry.Type.FILE,
                0644,
                ME,
                ME,
                1,
                0,
                0,
                "",
                0,
                0,
                Map.of("user.binary", value),
                List.of(new TarEntry.Region(0, 1)));
        tar.write(entry, new byte[] {'x'});
        unpack();
        try (var root = Dir.of(dir.resolve("root"))) {
            assertArrayEquals(value, root.xattrs("f").get("user.binary").orElseThrow());
        }
    }

    @Test
    void anArchiveMayNotSetMarksOfOverlayfs() throws IOException {
        var entry = new TarEntry(
                "f",
                TarEntry.Type.FILE,
                0644,
                ME,
                ME,
                0,
                0,
                0,
                "",
                0,
                0,
                Map.of("trusted.overlay.redirect", "/etc".getBytes(StandardCharsets.UTF_8)),
                List.of());
        tar.write(entry, new byte[0]);
        unpack();
        try (var root = Dir.of(dir.resolve("root"))) {
            assertFalse(root.xattrs("f").names().contains("trusted.overlay.redirect"));
        }
    }

    @Test
    void namesThatAreNoUtf8AndLongOnesKeepTheirBytes() throws IOException {
        String latin = "caf\uDCE9";
        String longName = "d".repeat(200) + "/" + "ü".repeat(100);
        file(latin, "1");
        file(longName, "2");
        unpack();
        try (var root = Dir.of(dir.resolve("root"))) {
            assertEquals(List.of(latin, "d".repeat(200)), root.list());
            assertTrue(root.find(longName).isPresent());
            assertEquals(1, root.stat(latin).orElseThrow().size());
        }
    }

    @Test
    void timesOfFoldersAreThoseOfTheArchive() throws IOException {
        tar.write(new TarEntry(
                "d", TarEntry.Type.DIRECTORY, 0755, ME, ME, 0, 1_000_000, 0, "", 0, 0, Map.of(), List.of()));
        file("d/f", "x");
        unpack();
        assertEquals(
                1_000_000_000L, Files.getLastModifiedTime(dir.resolve("root/d")).toMillis());
    }

    private void unpack() throws IOException {
        tar.finish();
        Files.createDirectories(dir.resolve("root"));
        try (var root = Dir.of(dir.resolve("root"));
                var tree = new TreeWriter(root)) {
            var reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                tree.write(entry, reader);
            }
        }
    }

    private void file(String name, String content) throws IOException {
        tar.write(
                TarEntry.file(name, 0644, content.length()).withOwner(ME, ME),
                content.getBytes(StandardCharsets.UTF_8));
    }

    private static TarEntry symlink(String name, String target) {
        return member(name, TarEntry.Type.SYMLINK, target);
    }

    private static TarEntry member(String name, TarEntry.Type type, String target) {
        return new TarEntry(name, type, 0777, ME, ME, 0, 0, 0, target, 0, 0, Map.of(), List.of());
    }

    private static int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
