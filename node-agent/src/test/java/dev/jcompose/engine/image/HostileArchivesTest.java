package dev.jcompose.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarEntry.Type;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
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

/** Archives for load and import that reach for the host. Needs root: what they want would be theirs. */
@Tag("root")
class HostileArchivesTest {
    @TempDir
    Path dir;

    private StateStore state;
    private Images images;
    private Path secret;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving files to owners needs root");
        state = StateStore.open(dir.resolve("state"));
        images = new Images(dir.resolve("data"), state, TestImages.SETTINGS, Clock.systemUTC());
        secret = Files.writeString(dir.resolve("secret"), "[{\"of\":\"the host\"}]");
    }

    @AfterEach
    void close() {
        state.close();
    }

    private interface Entries {
        void into(TarWriter tar) throws IOException;
    }

    private static ByteArrayInputStream archive(Entries entries) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        entries.into(tar);
        tar.finish();
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static TarEntry link(String name, Type type, String target) {
        return new TarEntry(name, type, 0777, 0, 0, 0, 0, 0, target, 0, 0, Map.of(), List.of());
    }

    private static void file(TarWriter tar, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.write(TarEntry.file(name, 0644, bytes.length), bytes);
    }

    private void assertRefused(Entries entries) throws IOException {
        var archive = archive(entries);
        var refused = assertThrows(EngineException.class, () -> images.load(archive, ProgressSink.NONE));
        assertEquals(ErrorKind.INVALID, refused.kind(), refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).contains("the host"), refused.getMessage());
        assertEquals(List.of(), images.all());
    }

    @Test
    void aManifestNamesNoFileOfTheHost() throws IOException {
        for (String path : List.of(secret.toString(), "../../../../../../../../.." + secret)) {
            assertRefused(tar ->
                    file(tar, "manifest.json", "[{\"Config\":\"" + path + "\",\"RepoTags\":[\"x:1\"],\"Layers\":[]}]"));
            assertRefused(tar -> {
                file(tar, "c", "{\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
                file(tar, "manifest.json", "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"" + path + "\"]}]");
            });
        }
    }

    @Test
    void linksOfAnArchiveMeanItsOwnMembersAlone() throws IOException {
        for (Type type : List.of(Type.SYMLINK, Type.HARD_LINK)) {
            assertRefused(tar -> {
                tar.write(link("c", type, secret.toString()));
                tar.write(link("l", type, "../../../../../../../.." + secret));
                file(tar, "manifest.json", "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"l\"]}]");
            });
        }
        assertRefused(tar -> {
            tar.write(link("a", Type.SYMLINK, "b"));
            tar.write(link("b", Type.SYMLINK, "a"));
            file(tar, "manifest.json", "[{\"Config\":\"a\",\"RepoTags\":[\"x:1\"],\"Layers\":[]}]");
        });
    }

    @Test
    void anIndexNamesNoFileOfTheHost() throws IOException {
        assertRefused(tar -> file(
                tar,
                "index.json",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"digest\":\"sha256:../../../../../../../.." + secret + "\",\"size\":20}]}"));
    }

    @Test
    void whatIsImportedStaysInItsLayer() throws IOException {
        Path outside = Files.createDirectories(dir.resolve("outside"));
        var stays = images.importTar(
                archive(tar -> {
                    tar.write(link("absolute", Type.SYMLINK, outside.toString()));
                    tar.write(link("upward", Type.SYMLINK, "../../../../../../../../../.." + outside));
                    file(tar, "../../../../up", "x");
                    file(tar, "/rooted", "x");
                }),
                Optional.empty(),
                Platform.HOST,
                ContainerConfig.EMPTY,
                "");
        Path layer = images.layers().path(stays.diffIds().getFirst());
        assertTrue(Files.exists(layer.resolve("up")) && Files.exists(layer.resolve("rooted")));
        for (String through : List.of("absolute", "upward")) {
            var reaches = archive(tar -> {
                tar.write(link(through, Type.SYMLINK, "/../../../../../../../../.." + outside));
                file(tar, through + "/planted", "x");
            });
            try {
                images.importTar(reaches, Optional.empty(), Platform.HOST, ContainerConfig.EMPTY, "");
            } catch (EngineException refused) {
                assertEquals(ErrorKind.INVALID, refused.kind());
            }
            assertFalse(Files.exists(outside.resolve("planted")));
        }
        for (String target : List.of(secret.toString(), "../../../../../../../../.." + secret)) {
            var stolen = archive(tar -> tar.write(link("stolen", Type.HARD_LINK, target)));
            assertThrows(
                    EngineException.class,
                    () -> images.importTar(stolen, Optional.empty(), Platform.HOST, ContainerConfig.EMPTY, ""));
        }
    }
}
