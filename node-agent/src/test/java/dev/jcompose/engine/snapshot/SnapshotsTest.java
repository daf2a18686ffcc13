package dev.jcompose.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.container.Change;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.layer.Layers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: overlayfs is mounted. */
@Tag("root")
class SnapshotsTest {
    @TempDir
    Path dir;

    private Layers layers;
    private Snapshots snapshots;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        layers = new Layers(dir.resolve("data/layers"));
        snapshots = new Snapshots(dir.resolve("data"), dir.resolve("run"), layers);
    }

    @AfterEach
    void unmount() throws IOException {
        for (String id : snapshots.list()) {
            snapshots.remove(id);
        }
    }

    @Test
    void upperLayersHideAndReplaceWhatIsBelow() throws IOException {
        var below = layer(tar -> {
            tar.write(TarEntry.directory("etc", 0755));
            file(tar, "etc/kept", "1");
            file(tar, "etc/gone", "2");
            tar.write(TarEntry.directory("opaque", 0755));
            file(tar, "opaque/old", "3");
        });
        var above = layer(tar -> {
            file(tar, "etc/.wh.gone", "");
            tar.write(TarEntry.directory("opaque", 0755));
            file(tar, "opaque/.wh..wh..opq", "");
            file(tar, "opaque/new", "4");
        });
        snapshots.create("c1", List.of(below, above));
        Path root = snapshots.mount("c1");
        assertEquals("1", Files.readString(root.resolve("etc/kept")));
        assertFalse(Files.exists(root.resolve("etc/gone")));
        assertEquals(List.of("new"), names(root.resolve("opaque")));
    }

    /** As it is where two steps of a Dockerfile leave the same, or in old images with several empty layers. */
    @Test
    void aLayerMayBeThereTwice() throws IOException {
        var twice = layer(tar -> {
            file(tar, "a", "1");
            file(tar, ".wh.b", "");
        });
        var between = layer(tar -> {
            file(tar, "a", "2");
            file(tar, "b", "2");
            file(tar, "c", "2");
        });
        snapshots.create("c1", List.of(twice, between, twice));
        Path root = snapshots.mount("c1");
        assertEquals("1", Files.readString(root.resolve("a")));
        assertFalse(Files.exists(root.resolve("b")));
        assertEquals("2", Files.readString(root.resolve("c")));
    }

    @Test
    void changesAndDiffTellWhatWasDone() throws IOException {
        var base = layer(tar -> {
            tar.write(TarEntry.directory("etc", 0755));
            file(tar, "etc/a", "1");
            file(tar, "etc/b", "2");
        });
        snapshots.create("c1", List.of(base));
        Path root = snapshots.mount("c1");
        Files.writeString(root.resolve("etc/a"), "changed");
        Files.delete(root.resolve("etc/b"));
        Files.writeString(root.resolve("new"), "n");
        assertEquals(
                List.of(new Change("/etc", 0), new Change("/etc/a", 0), new Change("/etc/b", 2), new Change("/new", 1)),
                snapshots.changes("c1"));
        var out = new ByteArrayOutputStream();
        snapshots.diff("c1", out);
        assertEquals(List.of("etc/", "etc/a", "etc/.wh.b", "new"), members(out.toByteArray()));
    }

    @Test
    void whatTheRuntimeMountsOverIsNoChangeUntilSomethingIsPutThere() throws IOException {
        var base = layer(tar -> {
            tar.write(TarEntry.directory("dev", 0755));
            tar.write(TarEntry.directory("etc", 0755));
            file(tar, "etc/a", "1");
        });
        snapshots.create("c1", List.of(base));
        Path root = snapshots.mount("c1");
        // As the runtime does it: /dev comes up by a change of its mode, the others are made.
        Files.setPosixFilePermissions(root.resolve("dev"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createDirectory(root.resolve("proc"));
        Files.createFile(root.resolve("etc/hosts"));
        assertEquals(List.of(), snapshots.changes("c1"));
        var out = new ByteArrayOutputStream();
        snapshots.diffOfContainer("c1", out);
        assertEquals(List.of(), members(out.toByteArray()));
        var whole = new ByteArrayOutputStream();
        snapshots.diff("c1", whole);
        assertEquals(List.of("dev/", "etc/", "etc/hosts", "proc/"), members(whole.toByteArray()));
        Files.createFile(root.resolve("etc/own"));
        Files.createFile(root.resolve("dev/own"));
        assertEquals(
                List.of(
                        new Change("/dev", 0),
                        new Change("/dev/own", 1),
                        new Change("/etc", 0),
                        new Change("/etc/own", 1)),
                snapshots.changes("c1"));
    }

    @Test
    void everyContainerHasTheMountPointsThatItsImageLacksAndNoneOfThemIsItsOwn() throws IOException {
        var base = layer(tar -> {
            tar.write(TarEntry.directory("etc", 0700));
            file(tar, "etc/hosts", "of the image");
        });
        snapshots.create("c1", List.of(base));
        Path root = snapshots.mountForContainer("c1");
        assertEquals("of the image", Files.readString(root.resolve("etc/hosts")));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("etc"))));
        for (String each : List.of("etc/hostname", "etc/resolv.conf", ".dockerenv")) {
            assertEquals(0, Files.size(root.resolve(each)), each);
        }
        for (String each : List.of("proc", "sys", "dev")) {
            assertTrue(Files.isDirectory(root.resolve(each)), each);
        }
        assertEquals(List.of(), names(snapshots.upper("c1")));
        assertEquals(List.of(), snapshots.changes("c1"));
    }

    @Test
    void theTreeOfABuildHasNothingButItsLayers() throws IOException {
        snapshots.create("stage", List.of(layer(tar -> file(tar, "f", "x"))));
        assertEquals(List.of("f"), names(snapshots.mount("stage")));
    }

    @Test
    void aSnapshotWhoseListOfLayersWasCutByAPowerLossIsNone() throws IOException {
        snapshots.create("c1", List.of(layer(tar -> file(tar, "f", "x"))));
        Path list = dir.resolve("data/snapshots/c1/layers");
        String whole = Files.readString(list);
        Files.writeString(list, whole.substring(0, whole.lastIndexOf("end")));
        var again = new Snapshots(dir.resolve("data"), dir.resolve("run"), new Layers(dir.resolve("data/layers")));
        assertEquals(Set.of(), again.list());
        assertEquals(List.of(), names(dir.resolve("data/snapshots")));
    }

    @Test
    void aRepeatedMountIsTheSameOneAndRemovalLeavesNothing() throws IOException {
        snapshots.create("c1", List.of(layer(tar -> file(tar, "f", "x"))));
        Path first = snapshots.mount("c1");
        assertEquals(first, snapshots.mount("c1"));
        snapshots.remove("c1");
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(first.toString()));
        assertEquals(List.of(), names(dir.resolve("data/snapshots")));
        assertEquals(List.of(), names(dir.resolve("run/rootfs")));
        snapshots.remove("c1");
    }

    @Test
    void aHundredAndTwentySevenLayersFitIntoOneMount() throws IOException {
        var stack = new ArrayList<Digest>();
        for (int i = 0; i < 127; i++) {
            String name = "f" + i;
            stack.add(layer(tar -> file(tar, name, name)));
        }
        snapshots.create("deep", stack);
        Path root = snapshots.mount("deep");
        assertEquals(127, names(root).size());
        assertTrue(Files.exists(root.resolve("f0")));
    }

    @Test
    void whatWasWrittenIsThereAfterTheDaemonCameBack() throws IOException {
        snapshots.create("c1", List.of(layer(tar -> file(tar, "f", "x"))));
        Files.writeString(snapshots.mount("c1").resolve("kept"), "yes");
        snapshots.unmount("c1");
        var again = new Snapshots(dir.resolve("data"), dir.resolve("run"), new Layers(dir.resolve("data/layers")));
        assertEquals("yes", Files.readString(again.mount("c1").resolve("kept")));
    }

    @Test
    void layersOfASnapshotAreNotCollected() throws IOException {
        var used = layer(tar -> file(tar, "f", "x"));
        var unused = layer(tar -> file(tar, "g", "y"));
        snapshots.create("c1", List.of(used));
        layers.collect();
        assertTrue(layers.has(used));
        assertFalse(layers.has(unused));
    }

    private interface Filling {
        void into(TarWriter tar) throws IOException;
    }

    private Digest layer(Filling filling) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        filling.into(tar);
        tar.finish();
        var digest = Digest.of(out.toByteArray());
        layers.unpack(digest, new ByteArrayInputStream(out.toByteArray()));
        return digest;
    }

    private static void file(TarWriter tar, String name, String content) throws IOException {
        tar.write(
                TarEntry.file(name, 0644, content.length()), content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> members(byte[] archive) throws IOException {
        var names = new ArrayList<String>();
        var reader = new TarReader(new ByteArrayInputStream(archive));
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.name());
        }
        return names;
    }
}
