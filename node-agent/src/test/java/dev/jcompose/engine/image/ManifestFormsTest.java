package dev.jcompose.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.fixture.LocalRegistry;
import dev.jcompose.fixture.TestImages;
import dev.jcompose.store.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every form in which registries serve images, put by hand into a real one: OCI and Docker's schema 2, layers bare, by gzip and
 * by zstd, indexes by platform. Needs root: layers keep their owners.
 */
@Tag("root")
class ManifestFormsTest {
    private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry registry;
    private StateStore state;
    private Images images;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving files to owners needs root");
        assumeTrue(LocalRegistry.isPossible(), "docker-registry is missing");
        registry = LocalRegistry.start(dir, "");
        state = StateStore.open(dir.resolve("state"));
        images = new Images(dir, state, TestImages.SETTINGS, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        state.close();
        registry.close();
    }

    private Reference ref(String tag) {
        return Reference.parse(registry.address() + "/forms:" + tag);
    }

    private byte[] content(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.write(TarEntry.file("it", 0644, bytes.length), bytes);
        tar.finish();
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] config(Platform platform, byte[]... layers) {
        List<String> diffIds =
                List.of(layers).stream().map(each -> Digest.of(each).toString()).toList();
        return Json.write(Map.of(
                "architecture", platform.architecture(),
                "os", platform.os(),
                "config", Map.of("Env", List.of("FOR=" + platform)),
                "rootfs", Map.of("type", "layers", "diff_ids", diffIds)));
    }

    private Descriptor blob(String type, byte[] bytes) throws Exception {
        var begun = http.send(
                HttpRequest.newBuilder(URI.create("http://" + registry.address() + "/v2/forms/blobs/uploads/"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        URI at = URI.create(begun.headers().firstValue("Location").orElseThrow());
        Digest digest = Digest.of(bytes);
        var put = http.send(
                HttpRequest.newBuilder(URI.create(at + (at.getQuery() == null ? "?" : "&") + "digest=" + digest))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(201, put.statusCode(), put.body());
        return Descriptor.of(type, digest, bytes.length);
    }

    private Descriptor manifest(String tag, Manifest manifest) throws Exception {
        byte[] bytes = Json.write(manifest);
        var put = http.send(
                HttpRequest.newBuilder(URI.create("http://" + registry.address() + "/v2/forms/manifests/" + tag))
                        .header("Content-Type", manifest.mediaType())
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(201, put.statusCode(), put.body());
        return Descriptor.of(manifest.mediaType(), Digest.of(bytes), bytes.length);
    }

    private Image pull(String tag, Platform platform) throws IOException {
        return images.pull(ref(tag), platform, AuthConfig.ANONYMOUS, ProgressSink.NONE);
    }

    @Test
    void ociLayersMayBeBareOrPackedByGzipOrZstd() throws Exception {
        byte[] bare = content("bare");
        byte[] zipped = content("gzip");
        byte[] zstandard = content("zstd");
        manifest(
                "oci",
                Manifest.image(
                        blob(MediaType.OCI_CONFIG, config(Platform.HOST, bare, zipped, zstandard)),
                        List.of(
                                blob(MediaType.OCI_LAYER, bare),
                                blob(MediaType.OCI_LAYER_GZIP, gzip(zipped)),
                                blob(MediaType.OCI_LAYER + "+zstd", Zstd.compress(zstandard)))));
        Image image = pull("oci", Platform.HOST);
        assertEquals(List.of(Digest.of(bare), Digest.of(zipped), Digest.of(zstandard)), image.diffIds());
        for (Digest layer : image.diffIds()) {
            assertTrue(images.layers().has(layer));
        }
    }

    @Test
    void dockersSchemaTwoIsTheSameInOtherWords() throws Exception {
        byte[] layer = content("docker");
        byte[] config = config(Platform.HOST, layer);
        manifest(
                "docker",
                new Manifest(
                        2,
                        MediaType.DOCKER_MANIFEST,
                        blob(DOCKER_CONFIG, config),
                        List.of(blob(DOCKER_LAYER, gzip(layer))),
                        List.of()));
        assertEquals(Digest.of(config), pull("docker", Platform.HOST).id());
    }

    @Test
    void anIndexGivesTheImageOfThePlatform() throws Exception {
        Platform other =
                Platform.parse(Platform.HOST.architecture().equals("arm64") ? "linux/amd64" : "linux/arm64/v8");
        byte[] layer = content("index");
        Descriptor[] each = new Descriptor[2];
        for (int i = 0; i < 2; i++) {
            Platform platform = i == 0 ? other : Platform.HOST;
            Descriptor made = manifest(
                    "part" + i,
                    Manifest.image(
                            blob(MediaType.OCI_CONFIG, config(platform, layer)),
                            List.of(blob(MediaType.OCI_LAYER_GZIP, gzip(layer)))));
            each[i] = new Descriptor(made.mediaType(), made.digest(), made.size(), platform, List.of(), Map.of());
        }
        for (String type : List.of(MediaType.OCI_INDEX, MediaType.DOCKER_LIST)) {
            String tag = type.equals(MediaType.OCI_INDEX) ? "oci-index" : "docker-list";
            manifest(tag, new Manifest(2, type, null, List.of(), List.of(each)));
            assertEquals(
                    List.of("FOR=" + Platform.HOST),
                    pull(tag, Platform.HOST).config().config().command().env());
            assertEquals(
                    List.of("FOR=" + other),
                    pull(tag, other).config().config().command().env());
        }
        var none = assertThrows(EngineException.class, () -> pull("oci-index", Platform.parse("linux/s390x")));
        assertTrue(none.getMessage().contains("there are ") && none.getMessage().contains(Platform.HOST.toString()));
    }

    @Test
    void aLayerThatUnpacksToSomethingElseIsRefused() throws Exception {
        manifest(
                "liar",
                Manifest.image(
                        blob(MediaType.OCI_CONFIG, config(Platform.HOST, content("said"))),
                        List.of(blob(MediaType.OCI_LAYER_GZIP, gzip(content("given"))))));
        assertThrows(EngineException.class, () -> pull("liar", Platform.HOST));
        assertTrue(images.find(ref("liar").toString()).isEmpty());
    }
}
