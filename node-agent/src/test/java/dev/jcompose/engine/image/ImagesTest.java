package dev.jcompose.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.fixture.BusyboxImage;
import dev.jcompose.fixture.TestImages;
import dev.jcompose.store.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: layers keep their owners. */
@Tag("root")
class ImagesTest {
    @TempDir
    Path dir;

    private StateStore state;
    private Images images;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving files to owners needs root");
        state = StateStore.open(dir.resolve("state"));
        images = new Images(dir, state, TestImages.SETTINGS, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        state.close();
    }

    private void reopen() throws IOException {
        state.close();
        open();
    }

    @Test
    void aLoadedImageIsThereAfterTheDaemonCameBack() throws IOException {
        assumeTrue(BusyboxImage.isPossible(), "the host has no busybox-static");
        var loaded = BusyboxImage.in(images, "localhost:5000/box:1");
        reopen();
        var found = images.resolve("busybox");
        assertEquals(loaded.id(), found.id());
        assertEquals(found, images.resolve("localhost:5000/box:1"));
        assertEquals(found, images.resolve(found.id().shortened()));
        assertEquals(List.of("sh"), found.config().config().command().cmd());
        assertTrue(Files.isExecutable(
                images.layers().path(found.diffIds().getFirst()).resolve("bin/busybox")));
    }

    @Test
    void savedAndLoadedElsewhereItIsTheSameImage() throws IOException {
        var made = imported("app:1", "f", "content");
        images.tag("app:1", Reference.parse("app:2"));
        var archive = new ByteArrayOutputStream();
        images.save(List.of("app:1", "app:2"), archive);
        try (var other = StateStore.open(dir.resolve("other/state"))) {
            var there = new Images(dir.resolve("other"), other, TestImages.SETTINGS, Clock.systemUTC());
            var loaded = there.load(new ByteArrayInputStream(archive.toByteArray()), ProgressSink.NONE);
            assertEquals(List.of(made.id()), loaded.stream().map(Image::id).toList());
            assertEquals(made.id(), there.resolve("app:2").id());
        }
    }

    @Test
    void theImageGoesWithItsLastNameAndItsBytesGoWithIt() throws IOException {
        var made = imported("app:1", "f", "content");
        images.tag("app:1", Reference.parse("app:2"));
        images.remove("app:1", false);
        assertEquals(made.id(), images.resolve("app:2").id());
        images.remove("app:2", false);
        assertThrows(EngineException.class, () -> images.resolve(made.id().toString()));
        assertEquals(List.of(), images.blobs().list());
        assertFalse(images.layers().has(made.diffIds().getFirst()));
    }

    @Test
    void anImageThatAContainerUsesIsNotRemoved() throws IOException {
        var made = imported("app:1", "f", "content");
        images.usedBy(id -> List.of(new ImageUsers.User("0123456789abcdef", true)));
        assertThrows(EngineException.class, () -> images.remove("app:1", true));
        assertEquals(made.id(), images.resolve("app:1").id());
    }

    @Test
    void pruneTakesOnlyWhatHasNoNameUnlessAllIsAsked() throws IOException {
        imported("app:1", "f", "one");
        var second = imported("app:1", "f", "two");
        assertEquals(2, images.all().size());
        images.prune(false, Map.of());
        assertEquals(List.of(second.id()), images.all().stream().map(Image::id).toList());
        assertTrue(images.prune(true, Map.of()).spaceReclaimed() > 0);
        assertEquals(List.of(), images.all());
    }

    @Test
    void aLeaseKeepsBytesUntilItIsClosed() throws IOException {
        var digest = images.blobs().write("unreferenced".getBytes(StandardCharsets.UTF_8));
        var lease = images.lease();
        images.collect();
        assertTrue(images.blobs().has(digest));
        lease.close();
        assertFalse(images.blobs().has(digest));
    }

    @Test
    void commitAddsALayerAndAStep() throws IOException {
        var base = imported("app:1", "f", "one");
        var changed = images.commit(
                base,
                ContainerConfig.EMPTY,
                out -> out.write(tar("g", "two")),
                "me",
                "a comment",
                Optional.of(Reference.parse("app:2")));
        assertEquals(2, changed.layers().size());
        var history = images.history("app:2");
        assertEquals(
                List.of("a comment", "Imported from -"),
                history.stream().map(h -> h.comment()).toList());
    }

    @Test
    void anArchiveWhoseLayerIsNotWhatItsConfigurationSaysIsRefused() throws IOException {
        byte[] layer = tar("f", "x");
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                        + "0".repeat(64) + "\"]}}";
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        tar.write(TarEntry.file("l", 0644, layer.length), layer);
        tar.write(TarEntry.file("c", 0644, config.length()), config.getBytes(StandardCharsets.UTF_8));
        String manifest = "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"l\"]}]";
        tar.write(TarEntry.file("manifest.json", 0644, manifest.length()), manifest.getBytes(StandardCharsets.UTF_8));
        tar.finish();
        assertThrows(
                EngineException.class,
                () -> images.load(new ByteArrayInputStream(out.toByteArray()), ProgressSink.NONE));
        assertEquals(List.of(), images.all());
        images.collect();
        assertEquals(List.of(), images.blobs().list());
    }

    private Image imported(String name, String file, String content) throws IOException {
        return images.importTar(
                new ByteArrayInputStream(tar(file, content)),
                Optional.of(Reference.parse(name)),
                Platform.HOST,
                ContainerConfig.EMPTY,
                "");
    }

    private static byte[] tar(String file, String content) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        tar.write(TarEntry.file(file, 0644, content.length()), content.getBytes(StandardCharsets.UTF_8));
        tar.finish();
        return out.toByteArray();
    }
}
