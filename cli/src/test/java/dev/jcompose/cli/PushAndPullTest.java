package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images on their way to a registry and back. */
@Tag("root")
@WithTicker
class PushAndPullTest {
    private final Launched jcompose;

    PushAndPullTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void imagesGoToARegistryAndBackForThoseWhoLoggedIn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/docker-registry")), "docker-registry is missing");
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String registry = "127.0.0.1:" + port;
        Path folder = Files.createDirectories(jcompose.folder().resolve("registry"));
        // someone, secret
        Path passwords = Files.writeString(
                folder.resolve("htpasswd"), "someone:$2b$05$1HFzDCTBNzmZ5SnjlECfIO00wgbtxDwKHM3c3ELvS1AAFWaQhwEdC\n");
        Path config = Files.writeString(
                folder.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: %s}
                auth: {htpasswd: {realm: basic, path: %s}}
                """.formatted(folder.resolve("data"), registry, passwords));
        String image = registry + "/team/box:1";
        Files.writeString(folder.resolve("compose.yaml"), """
                name: pushed
                services: {box: {image: "%s", build: .., command: sleep 1000, stop_grace_period: 0s}}
                """.formatted(image));
        Process server = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            Awaitility.await().ignoreExceptions().until(() -> {
                new java.net.Socket("127.0.0.1", port).close();
                return true;
            });
            in(folder, "build").ok();
            assertEquals(1, in(folder, "push").code(), "nobody has logged in yet");
            String[] login = {"login", "-u", "someone", "--password-stdin", registry};
            assertEquals(
                    1,
                    jcompose.fed("wrong".getBytes(StandardCharsets.UTF_8), login)
                            .code());
            jcompose.fed("secret".getBytes(StandardCharsets.UTF_8), login).ok();
            in(folder, "push").ok();
            in(folder, "up", "-d", "--no-build", "--pull", "always").ok();
            in(folder, "down", "--rmi", "all").ok();
            in(folder, "pull", "-q").ok();
            in(folder, "logout", registry).ok();
            Launched.Ended refused = in(folder, "pull");
            assertEquals(1, refused.code());
            assertTrue(refused.err().contains("login " + registry), refused.err());
            in(folder, "login", "-u", "someone", "-p", "secret", registry).ok();
            in(folder, "pull").ok();
        } finally {
            server.destroy();
        }
    }

    private Launched.Ended in(Path folder, String... words) throws Exception {
        return jcompose.run(folder, List.of(words));
    }
}
