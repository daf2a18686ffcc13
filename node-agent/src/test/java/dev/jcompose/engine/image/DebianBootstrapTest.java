package dev.jcompose.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, mmdebstrap, Debian's archive, and that Docker Hub is out of reach. */
@Tag("root")
class DebianBootstrapTest {
    @TempDir
    Path dir;

    @Test
    void debianIsMadeFromItsArchiveAndSaysSo() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mmdebstrap needs root here");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mmdebstrap")), "the host has no mmdebstrap");
        assumeTrue(isOutOfReach(), "a registry can be reached from here, so nothing is bootstrapped");
        try (var state = StateStore.open(dir.resolve("state"))) {
            var settings = new RegistrySettings(List.of(), Set.of(), dir, Map.of());
            var images = new Images(dir, state, settings, Clock.systemUTC());
            var said = new ArrayList<String>();
            var ref = Reference.parse("debian:bookworm-slim");
            var image = images.pull(ref, Platform.HOST, AuthConfig.ANONYMOUS, line -> said.add(line.status()));

            String origin = image.config().config().labels().getOrDefault("dev.jcompose.bootstrapped-from", "");
            assertTrue(origin.endsWith(" bookworm"), origin);
            assertTrue(
                    said.contains("Bootstrapping debian:bookworm-slim from Debian's archive instead: " + origin),
                    said::toString);
            Path root = images.layers().path(image.diffIds().getFirst());
            assertTrue(Files.isExecutable(root.resolve("usr/bin/apt-get")));
            assertTrue(Files.exists(root.resolve("usr/sbin/policy-rc.d")));
            assertFalse(Files.exists(root.resolve("etc/resolv.conf")));
            assertFalse(Files.exists(root.resolve("usr/share/man/man1")));
            assertTrue(Files.isSymbolicLink(root.resolve("bin")));
            assertFalse(Files.exists(root.resolve("usr/share/perl")), "perl-base alone is required");
            assertEquals(
                    image.id(),
                    images.pull(ref, Platform.HOST, AuthConfig.ANONYMOUS, line -> {})
                            .id());
        }
    }

    private static boolean isOutOfReach() {
        try {
            return InetAddress.getByName("registry-1.docker.io") == null;
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
