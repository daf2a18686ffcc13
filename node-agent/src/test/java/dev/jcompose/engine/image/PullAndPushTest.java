package dev.jcompose.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.fixture.BusyboxImage;
import dev.jcompose.fixture.LocalRegistry;
import dev.jcompose.fixture.TestImages;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real registry on loopback. Needs root: layers keep their owners. */
@Tag("root")
class PullAndPushTest {
    private static final String PASSWORD_IS_SECRET =
            "someone:$2b$05$1HFzDCTBNzmZ5SnjlECfIO00wgbtxDwKHM3c3ELvS1AAFWaQhwEdC\n";
    private static final AuthConfig NOBODY = AuthConfig.ANONYMOUS;

    @TempDir
    Path dir;

    private StateStore state;
    private Images images;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving files to owners needs root");
        assumeTrue(
                LocalRegistry.isPossible() && BusyboxImage.isPossible(),
                "docker-registry or busybox-static is missing");
        state = StateStore.open(dir.resolve("state"));
        images = new Images(dir, state, TestImages.SETTINGS, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void whatIsPushedCanBePulledByTagAndByDigest() throws IOException {
        try (var registry = LocalRegistry.start(dir, "")) {
            var ref = Reference.parse(registry.address() + "/team/box:1");
            var box = BusyboxImage.in(images, ref.toString());
            var digest = images.push(ref, NOBODY, ProgressSink.NONE);
            var described = images.describe(ref.toString(), NOBODY);
            assertEquals(digest, described.descriptor().digest());
            assertEquals(List.of(Platform.HOST), described.platforms());
            images.remove(box.id().toString(), true);
            assertEquals(List.of(), images.blobs().list());

            var pulled = images.pull(ref, Platform.HOST, NOBODY, ProgressSink.NONE);
            assertEquals(box.id(), pulled.id());
            assertTrue(images.layers().has(box.diffIds().getFirst()));
            var byDigest =
                    new Reference(ref.domain(), ref.path(), java.util.Optional.empty(), java.util.Optional.of(digest));
            assertEquals(
                    box.id(),
                    images.pull(byDigest, Platform.HOST, NOBODY, ProgressSink.NONE)
                            .id());
            assertEquals(
                    List.of(byDigest.familiar()), images.inspect(ref.toString()).repoDigests());
        }
    }

    @Test
    void aSecondPushFindsEveryLayerThere() throws IOException {
        try (var registry = LocalRegistry.start(dir, "")) {
            var ref = Reference.parse(registry.address() + "/box:1");
            BusyboxImage.in(images, ref.toString());
            var first = images.push(ref, NOBODY, ProgressSink.NONE);
            var said = new ArrayList<String>();
            assertEquals(first, images.push(ref, NOBODY, line -> said.add(line.status())));
            assertTrue(said.contains("Layer already exists"), said::toString);
        }
    }

    @Test
    void theLoginIsSentWhereTheRegistryAsksForIt() throws IOException {
        Path passwords = Files.writeString(dir.resolve("htpasswd"), PASSWORD_IS_SECRET);
        try (var registry = LocalRegistry.start(dir, "auth: {htpasswd: {realm: test, path: " + passwords + "}}\n")) {
            var ref = Reference.parse(registry.address() + "/box:1");
            BusyboxImage.in(images, ref.toString());
            var refused = assertThrows(EngineException.class, () -> images.push(ref, NOBODY, ProgressSink.NONE));
            assertEquals(ErrorKind.UNAUTHORIZED, refused.kind());
            var login = new AuthConfig("someone", "secret", "", registry.address(), "", "");
            images.login(login);
            images.push(ref, login, ProgressSink.NONE);
            images.pull(ref, Platform.HOST, login, ProgressSink.NONE);
            var wrong = new AuthConfig("someone", "wrong", "", registry.address(), "", "");
            assertEquals(
                    ErrorKind.UNAUTHORIZED,
                    assertThrows(EngineException.class, () -> images.login(wrong))
                            .kind());
        }
    }

    @Test
    void aMirrorServesImagesOfTheHub() throws IOException {
        try (var registry = LocalRegistry.start(dir, "")) {
            var there = Reference.parse(registry.address() + "/library/box:1");
            BusyboxImage.in(images, there.toString());
            images.push(there, NOBODY, ProgressSink.NONE);
            var settings = new RegistrySettings(
                    List.of(URI.create("http://" + registry.address())), Set.of(), dir.resolve("certs.d"), Map.of());
            try (var other = StateStore.open(dir.resolve("other/state"))) {
                var images2 = new Images(dir.resolve("other"), other, settings, Clock.systemUTC());
                var pulled = images2.pull(Reference.parse("box:1"), Platform.HOST, NOBODY, ProgressSink.NONE);
                assertEquals(List.of("box:1"), images2.inspect("box:1").repoTags());
                assertEquals(pulled.id(), images2.resolve("library/box:1").id());
                var missing = assertThrows(
                        EngineException.class,
                        () -> images2.pull(
                                Reference.parse("debian:bookworm"), Platform.HOST, NOBODY, ProgressSink.NONE));
                assertEquals(ErrorKind.NOT_FOUND, missing.kind(), "nothing is bootstrapped where a registry answered");
            }
        }
    }

    @Test
    void anImageThatTheRegistryDoesNotHaveIsNotFound() throws IOException {
        try (var registry = LocalRegistry.start(dir, "")) {
            var ref = Reference.parse(registry.address() + "/nothing:1");
            var refused = assertThrows(
                    EngineException.class, () -> images.pull(ref, Platform.HOST, NOBODY, ProgressSink.NONE));
            assertEquals(ErrorKind.NOT_FOUND, refused.kind());
        }
    }

    @Test
    void aRegistryThatIsNotThereIsSaidToBe() throws IOException {
        var ref = Reference.parse("localhost:" + LocalRegistry.freePort() + "/debian:bookworm");
        var refused =
                assertThrows(EngineException.class, () -> images.pull(ref, Platform.HOST, NOBODY, ProgressSink.NONE));
        assertEquals(ErrorKind.UNAVAILABLE, refused.kind());
        assertTrue(refused.getMessage().contains("no registry can be reached"), refused.getMessage());
        assertTrue(refused.getMessage().contains("connection refused"), refused.getMessage());

        var nameless = Reference.parse("registry.invalid/debian:bookworm");
        refused = assertThrows(
                EngineException.class, () -> images.pull(nameless, Platform.HOST, NOBODY, ProgressSink.NONE));
        assertTrue(refused.getMessage().contains("its name cannot be resolved"), refused.getMessage());
    }
}
