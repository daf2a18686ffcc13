package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.MountPoint;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Volumes, binds and copies: mounting needs root. */
@Tag("root")
class FilesTest extends InEngine {
    private static String binds(String bind) {
        return "\"HostConfig\":{\"Binds\":[\"" + bind + "\"]}";
    }

    private Map<String, String> members(String id, String path) throws IOException {
        var bytes = new ByteArrayOutputStream();
        engine.containers.archive(id, path, bytes);
        return read(bytes.toByteArray());
    }

    private static Map<String, String> read(byte[] archive) throws IOException {
        Map<String, String> members = new TreeMap<>();
        var tar = new TarReader(new ByteArrayInputStream(archive));
        for (TarEntry e = tar.next(); e != null; e = tar.next()) {
            members.put(
                    e.name(),
                    e.type() == TarEntry.Type.SYMLINK
                            ? "-> " + e.linkName()
                            : new String(tar.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        return members;
    }

    private static ByteArrayInputStream archive(TarEntry entry, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var tar = new TarWriter(bytes);
        if (content.isEmpty()) {
            tar.write(entry);
        } else {
            tar.write(entry, content.getBytes(StandardCharsets.UTF_8));
        }
        tar.finish();
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Test
    void anEmptyVolumeGetsWhatTheImageHasWithItsOwners() {
        assertEquals(
                "from the image\n1000\n1000\n",
                engine.output("cat /data/seed; stat -c %u /data; stat -c %u /data/seed", binds("store:/data")));
        engine.output("echo mine > /data/seed", binds("store:/data"));
        assertEquals("mine\n", engine.output("cat /data/seed", binds("store:/data")));
        assertEquals("", engine.output("ls /data", binds("bare:/data:nocopy")));
        assertTrue(engine.output("echo x > /data/y", binds("store:/data:ro")).contains("Read-only"));
    }

    @Test
    void noLinkOfTheImageLeadsAFillingOutside() throws IOException {
        Path outside = Files.writeString(engine.folder.resolve("outside"), "the host's");
        String id = engine.shell("true", """
            "HostConfig":{"Binds":["folder:/folder","links:/data"]}\
            """);
        Path root = engine.roots.mount(id);
        Files.createSymbolicLink(root.resolve("folder"), Path.of("/etc"));
        Files.createSymbolicLink(root.resolve("data/link"), outside);
        Files.createSymbolicLink(root.resolve("data/up"), Path.of("../../../../../../../.." + outside));
        String ownUsers = Files.readString(root.resolve("etc/passwd"));
        engine.containers.start(id);
        engine.exitCode(id);
        Path folder = engine.volumes.mountpoint("folder");
        assertEquals(ownUsers, Files.readString(folder.resolve("passwd")), "the image's /etc");
        assertFalse(Files.exists(folder.resolve("shadow")), "and not the host's");
        Path links = engine.volumes.mountpoint("links");
        assertTrue(Files.isSymbolicLink(links.resolve("link")), "a link is copied as one");
        assertTrue(Files.isSymbolicLink(links.resolve("up")));
        assertEquals("from the image\n", Files.readString(links.resolve("seed")));
    }

    @Test
    void laterMountsSpreadAsABindAsksAndWhereTheyCannotThatIsSaid() throws Exception {
        Path alone = Files.createDirectories(engine.folder.resolve("alone"));
        Path shared = Files.createDirectories(engine.folder.resolve("shared"));
        mount("-t", "tmpfs", "alone", alone.toString());
        mount("-t", "tmpfs", "shared", shared.toString());
        try {
            mount("--make-private", alone.toString());
            mount("--make-shared", shared.toString());
            Path later = Files.createDirectories(shared.resolve("later"));
            Files.createDirectories(alone.resolve("later"));
            var made = engine.make(
                    "until [ -e /slave/later/file ]; do usleep 10000; done; ls /private/later /alone/later",
                    "\"HostConfig\":{\"Binds\":[\"" + shared + ":/slave:rslave\",\"" + shared + ":/private\",\"" + alone
                            + ":/alone:rslave\"]}");
            assertEquals(1, made.warnings().size(), made.warnings()::toString);
            assertTrue(made.warnings().getFirst().contains("mount --make-rshared " + alone), made.warnings()::toString);
            try (var session = engine.containers.attach(made.id(), false, true, true)) {
                assertEquals(made.warnings(), engine.containers.start(made.id()));
                mount("-t", "tmpfs", "later", later.toString());
                mount("-t", "tmpfs", "later", alone.resolve("later").toString());
                Files.createFile(later.resolve("file"));
                Files.createFile(alone.resolve("later/file"));
                assertEquals("/alone/later:\n\n/private/later:\n", Engine.text(session));
            }
        } finally {
            new ProcessBuilder("umount", "-R", alone.toString(), shared.toString())
                    .start()
                    .waitFor();
        }
    }

    private static void mount(String... words) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of("mount"));
        command.addAll(java.util.List.of(words));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), command::toString);
    }

    @Test
    void anonymousVolumesGoWithTheirContainerAlone() {
        String id = engine.run("true", "\"Volumes\":{\"/data\":{}}");
        engine.exitCode(id);
        MountPoint mount = engine.containers.inspect(id).mounts().getFirst();
        assertEquals("/data", mount.destination());
        var inUse = assertThrows(EngineException.class, () -> engine.volumes.remove(mount.name(), false));
        assertEquals(ErrorKind.CONFLICT, inUse.kind());
        engine.containers.remove(id, false, true);
        assertTrue(engine.volumes.find(mount.name()).isEmpty());

        String keeps = engine.run("true", binds("kept:/data"));
        engine.exitCode(keeps);
        engine.containers.remove(keeps, false, true);
        assertTrue(engine.volumes.find("kept").isPresent());
    }

    @Test
    void volumesOfAnotherContainerAndSubpaths() throws IOException {
        String first = engine.run("echo shared > /data/file", binds("common:/data"));
        engine.exitCode(first);
        assertEquals(
                "shared\n", engine.output("cat /data/file", "\"HostConfig\":{\"VolumesFrom\":[\"" + first + ":ro\"]}"));
        engine.volumes.create(new CreateVolume("deep", "", null, null));
        Path inner = Files.createDirectories(engine.volumes.mountpoint("deep").resolve("a/b"));
        Files.writeString(inner.resolve("f"), "deep\n");
        String mount = "\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"deep\",\"Target\":\"/m\","
                + "\"VolumeOptions\":{\"Subpath\":\"%s\"}}]}";
        assertEquals("deep\n", engine.output("cat /m/f", mount.formatted("a/b")));
        Files.createSymbolicLink(engine.volumes.mountpoint("deep").resolve("out"), Path.of("/etc"));
        String hostile = engine.shell("ls /m", mount.formatted("out"));
        assertThrows(EngineException.class, () -> engine.containers.start(hostile));
    }

    @Test
    void bindsAreMadeOrMissed() throws IOException {
        Path made = engine.folder.resolve("made/by/bind");
        engine.output("echo hi > /b/file", binds(made + ":/b"));
        assertEquals("hi\n", Files.readString(made.resolve("file")));
        String mount =
                "\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/no/such/path\",\"Target\":\"/b\"}]}";
        var failure = assertThrows(EngineException.class, () -> engine.shell("true", mount));
        assertTrue(failure.getMessage().contains("bind source path does not exist: /no/such/path"));
    }

    @Test
    void aPackedArchiveIsUnpackedOnTheWay() throws IOException {
        String id = engine.shell("true", "");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            archive(TarEntry.file("packed", 0640, 5), "bytes").transferTo(gzip);
        }
        engine.containers.extract(id, "/", new ByteArrayInputStream(packed.toByteArray()), false, false);
        assertEquals(Map.of("packed", "bytes"), members(id, "/packed"));
    }

    @Test
    void copiesInAndOutWhileItRunsAndAfterwards() throws IOException {
        String id = engine.runReady(IDLE, binds("files:/data"));
        for (String when : new String[] {"running", "stopped"}) {
            engine.containers.extract(
                    id, "/data", archive(TarEntry.file(when, 0640, 5).withOwner(1000, 1001), "bytes"), false, false);
            assertEquals(Map.of(when, "bytes"), members(id, "/data/" + when));
            assertTrue(members(id, "/data/.").containsKey("./" + when));
            assertEquals("bytes", members(id, "/data").get("data/" + when));
            var stat = engine.containers.stat(id, "/data/" + when);
            assertEquals(when, stat.name());
            assertEquals(0640, stat.mode());
            assertEquals(1L << 31, engine.containers.stat(id, "/data").mode() & 1L << 31);
            assertEquals(
                    ErrorKind.NOT_FOUND,
                    assertThrows(EngineException.class, () -> engine.containers.stat(id, "/nothing"))
                            .kind());
            if (when.equals("running")) {
                engine.containers.stop(id, 5, null);
            }
        }
        assertEquals(
                "bytes", Files.readString(engine.volumes.mountpoint("files").resolve("stopped")));
    }

    @Test
    void noLinkLeadsACopyOutside() throws IOException {
        Path outside = Files.createDirectories(engine.folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "host");
        String id = engine.shell("true", "");
        Path root = engine.roots.mount(id);
        Files.createSymbolicLink(root.resolve("evil"), Path.of("/../../../../../.." + outside));
        assertThrows(
                EngineException.class,
                () -> engine.containers.archive(id, "/evil/secret", new ByteArrayOutputStream()));
        assertEquals(Map.of("evil", "-> /../../../../../.." + outside), members(id, "/evil"));
        assertThrows(
                EngineException.class,
                () -> engine.containers.extract(id, "/evil", archive(TarEntry.file("x", 0644, 1), "x"), false, false));
        engine.containers.extract(id, "/", archive(TarEntry.file("../../../up", 0644, 1), "x"), false, false);
        assertTrue(Files.exists(root.resolve("up")));
        assertFalse(Files.exists(outside.resolve("x")));
    }

    @Test
    void exportIsTheOwnTreeAlone() throws IOException {
        String id = engine.runReady("echo made > /made; " + IDLE, binds("files:/data"));
        for (int round = 0; round < 2; round++) {
            var bytes = new ByteArrayOutputStream();
            engine.containers.export(id, bytes);
            var members = read(bytes.toByteArray());
            assertEquals("made\n", members.get("made"));
            assertTrue(members.containsKey("bin/busybox"));
            assertTrue(
                    members.keySet().stream().noneMatch(n -> n.matches("(proc|sys|dev)/.+")),
                    members.keySet().toString());
            if (round == 0) {
                engine.containers.stop(id, 5, null);
            }
        }
    }

    @Test
    void aFolderThatBecomesALinkWhileFilesAreCopiedLeadsNowhereElse() throws IOException {
        Path outside = Files.createDirectories(engine.folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "host");
        String id = engine.runReady(
                "mkdir /real; ln -s " + outside + " /link; mv /real /way; echo ready;"
                        + " while :; do mv /way /real; mv /link /way; mv /way /link; mv /real /way; done",
                "");
        for (int i = 0; i < 200; i++) {
            try {
                engine.containers.extract(id, "/way", archive(TarEntry.file("planted", 0644, 1), "x"), false, false);
            } catch (EngineException between) {
                assertTrue(
                        between.kind() == ErrorKind.NOT_FOUND || between.kind() == ErrorKind.INVALID,
                        between.getMessage());
            }
            try {
                engine.containers.archive(id, "/way/secret", new ByteArrayOutputStream());
                throw new AssertionError("a file of the host was read");
            } catch (EngineException missing) {
                assertEquals(ErrorKind.NOT_FOUND, missing.kind());
            }
        }
        assertFalse(Files.exists(outside.resolve("planted")));
    }

    @Test
    void linksAreCopiedAsLinksAndOwnersStay() throws IOException {
        String id = engine.runReady(
                "mkdir -p /d/sub; echo x > /d/sub/file; chown 1000:1001 /d/sub/file; ln -s sub/file /d/link; " + IDLE,
                "");
        assertEquals("-> sub/file", members(id, "/d/link").get("link"));
        assertEquals("sub/file", members(id, "/d").get("d/link").substring(3));
        assertEquals("/d/sub/file", engine.containers.stat(id, "/d/link").linkTarget());
        var bytes = new ByteArrayOutputStream();
        engine.containers.archive(id, "/d/sub/file", bytes);
        TarEntry entry = new TarReader(new ByteArrayInputStream(bytes.toByteArray())).next();
        assertEquals("1000:1001", entry.uid() + ":" + entry.gid());
        engine.containers.extract(id, "/d/", new ByteArrayInputStream(bytes.toByteArray()), false, false);
        String text = engine.roots.mount(id).resolve("d/file").toString();
        assertEquals(1000, Files.getAttribute(Path.of(text), "unix:uid"));
        assertEquals(
                ErrorKind.INVALID,
                assertThrows(
                                EngineException.class,
                                () -> engine.containers.extract(
                                        id, "/d/", archive(TarEntry.file("sub", 0644, 1), "x"), true, false))
                        .kind());
    }

    @Test
    void whatIsExtractedAsTheContainersUserIsThatUsers() throws IOException {
        String id = engine.runReady(IDLE, "\"User\":\"1000:1001\"");
        engine.containers.extract(
                id, "/tmp", archive(TarEntry.file("mine", 0640, 5).withOwner(7, 7), "bytes"), true, true);
        Path file = engine.roots.mount(id).resolve("tmp/mine");
        assertEquals(1000, Files.getAttribute(file, "unix:uid"));
        assertEquals(1001, Files.getAttribute(file, "unix:gid"));
    }

    @Test
    void aFolderGoesThroughTheLinkThatStandsForItWhereKindsAreKept() throws IOException {
        String id = engine.runReady("mkdir /real; ln -s real /alias; " + IDLE, "");
        engine.containers.extract(id, "/", archive(TarEntry.directory("alias/", 0755), ""), true, false);
        assertEquals("-> real", members(id, "/alias").get("alias"));
    }
}
