package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a user is told when something is wrong with the host, a registry or the stack: one message, an exit code that is not 0,
 * and everything that was there before. The data root is a small file system, so that it can be filled. Needs root for the
 * daemon and for that.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final String COMMON = "image: faults-base, command: [sleep, \"1000\"], stop_grace_period: 0s";

    private final Launched jcompose;
    private final Path data;

    FaultsTest() throws IOException {
        jcompose = new Launched();
        data = Files.createDirectory(jcompose.folder().resolve("data"));
    }

    @BeforeAll
    void smallDisk() throws Exception {
        assertEquals(0, program("mount", "-t", "tmpfs", "-o", "size=64m", "small", data.toString()));
        Path app = Files.createDirectory(jcompose.folder().resolve("app"));
        Files.copy(Path.of("/bin/busybox"), app.resolve("busybox"));
        Files.writeString(app.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                ENV PATH=/bin
                """);
    }

    @BeforeEach
    void up() throws Exception {
        stack("");
        jcompose.run("up", "-d", "--wait", "--remove-orphans").ok();
    }

    @AfterAll
    void away() throws Exception {
        try {
            jcompose.run("down", "-v", "--remove-orphans");
        } finally {
            jcompose.remove();
        }
    }

    private void stack(String services) throws IOException {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), """
            name: faults
            services:
              stays: {build: app, image: faults-base, command: [sleep, "1000"], stop_grace_period: 0s, volumes: [rows:/rows]}
            %s
            volumes: {rows: {}}
            """.formatted(services.indent(2)));
    }

    private static int program(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private String ids() throws Exception {
        return jcompose.run("ps", "-a", "--format", "{{.Name}} {{.State}} {{.ID}}")
                .ok()
                .out();
    }

    /** The command fails, says {@code part} in its last line, and the containers are those that were. */
    private void refused(String part, String... words) throws Exception {
        String before = ids();
        Launched.Ended ended = jcompose.run(words);
        assertEquals(1, ended.code(), ended.err());
        String last = ended.err().lines().reduce("", (a, b) -> b);
        assertTrue(last.contains(part), () -> "expected \"" + part + "\" in: " + ended.err());
        assertEquals(before, ids());
    }

    @Test
    void aRegistryThatCannotBeReachedIsNamed() throws Exception {
        stack("b: {image: \"127.0.0.1:1/nothing:1\"}");
        refused("cannot pull 127.0.0.1:1/nothing:1: no registry can be reached", "up", "-d");
    }

    @Test
    void anImageThatTheRegistryDoesNotHaveIsNamed() throws Exception {
        try (var registry = new Registry(404, "{}")) {
            stack("b: {image: \"" + registry.address() + "/nothing:1\"}");
            refused("manifest for " + registry.address() + "/nothing:1 not found", "up", "-d");
        }
    }

    @Test
    void aRegistryThatLiesIsCaught() throws Exception {
        String digest = "sha256:" + "0".repeat(64);
        try (var registry = new Registry(200, """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%1$s", "size": 2},
             "layers": []}\
            """.formatted(digest))) {
            stack("b: {image: \"" + registry.address() + "/liar:1\"}");
            refused(digest, "up", "-d");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsHolderAndOnlyItsContainerIsTakenBack() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stack("b: {" + COMMON + ", ports: [\"127.0.0.1:" + taken.getLocalPort() + ":80\"]}");
            refused(
                    taken.getLocalPort() + "/tcp: process java (pid "
                            + ProcessHandle.current().pid(),
                    "up",
                    "-d");
        }
    }

    @Test
    void aReplacementThatDoesNotStartBringsTheOldContainerBack() throws Exception {
        stack("b: {" + COMMON + "}");
        jcompose.run("up", "-d", "--wait").ok();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stack("b: {" + COMMON + ", ports: [\"127.0.0.1:" + taken.getLocalPort() + ":80\"]}");
            refused("start container faults-b-1: ", "up", "-d");
        }
    }

    @Test
    void aBindOfNothingIsNamed() throws Exception {
        stack("b: {" + COMMON
                + ", volumes: [{type: bind, source: /nowhere, target: /x, bind: {create_host_path: false}}]}");
        refused("bind source path does not exist: /nowhere", "up", "-d");
    }

    @Test
    void aCommandThatIsMissingIsNamed() throws Exception {
        stack("b: {image: faults-base, command: [nonsense]}");
        refused("nonsense", "up", "-d");
    }

    @Test
    void aContainerThatTakesTooMuchMemoryIsSaidToBeKilledForIt() throws Exception {
        stack("b: {image: faults-base, command: [tail, /dev/zero], mem_limit: 16m, healthcheck: {test: [CMD,"
                + " \"false\"]}}");
        Launched.Ended ended = jcompose.run("up", "-d", "--wait");
        assertEquals(1, ended.code(), ended.err());
        assertTrue(ended.err().contains("exited (137)"), ended.err());
        assertTrue(ended.err().contains("memory"), ended.err());
    }

    @Test
    void whatTheHostCannotGiveIsSaidOnceForItsService() throws Exception {
        stack("b: {" + COMMON + ", scale: 2, ulimits: {nofile: {soft: 512, hard: 9999999999}}}");
        String said = jcompose.run("up", "-d").ok().err();
        assertEquals(
                1,
                said.lines()
                        .filter(line -> line.startsWith("warning: service b: ulimit nofile: the host's hard limit "))
                        .count(),
                said);
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLost() throws Exception {
        Path filling = data.resolve("volumes/faults_rows/_data/filling");
        Files.writeString(data.resolve("volumes/faults_rows/_data/row"), "precious");
        Files.writeString(jcompose.folder().resolve("app/Big"), """
                FROM faults-base
                RUN dd if=/dev/zero of=/big bs=1M count=80
                """);
        stack("b: {build: {context: app, dockerfile: Big}}");
        Launched.Ended big = jcompose.run("up", "-d");
        assertEquals(1, big.code(), big.err());
        assertTrue(big.out().contains("No space left on device"), big.out());
        assertTrue(big.err().contains("RUN: The command"), big.err());
        program("dd", "if=/dev/zero", "of=" + filling, "bs=64k", "status=none");
        stack("b: {" + COMMON + "}");
        Launched.Ended full = jcompose.run("up", "-d");
        assertEquals(1, full.code(), full.out() + full.err());
        assertTrue(full.err().matches("(?si).*(no space|disk is full).*"), full.err());
        Files.delete(filling);
        jcompose.run("up", "-d", "--wait").ok();
        assertEquals("precious", Files.readString(data.resolve("volumes/faults_rows/_data/row")));
        jcompose.run("daemon", "restart").ok();
        assertEquals("nothing to do\n", jcompose.run("plan").ok().out());
    }

    @Test
    void aDaemonThatCannotStartEndsWithOneMessage() throws Exception {
        Path broken = Files.createDirectories(jcompose.folder().resolve("broken/state"));
        Files.writeString(broken.resolve("state.db"), "no database ".repeat(1000));
        Path run = jcompose.folder().resolve("run2");
        Path socket = Files.createDirectories(jcompose.folder().resolve("run3/docker.sock/taken"));
        Path fresh = jcompose.folder().resolve("fresh");
        daemonFails("another daemon runs in", List.of(), data, jcompose.folder().resolve("run"));
        daemonFails("is in use by process", List.of(), data, run);
        daemonFails("file is not a database", List.of(), broken.getParent(), run);
        // All but its socket had come up by then.
        String tablesAfter = "\"$@\"; ended=$?; nft list tables | sed 's/^/jcompose: left /'; exit $ended";
        daemonFails(
                "cannot listen on",
                List.of("unshare", "--net", "sh", "-c", tablesAfter, "sh"),
                fresh,
                socket.getParent().getParent());
        daemonFails(
                "must run as root", List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), fresh, run);
        daemonFails("the daemon needs Linux 5.10 or newer", List.of("setarch", "--uname-2.6"), fresh, run);
        for (String program : List.of("crun", "conmon")) {
            String hidden = "mount --bind /dev/null $(command -v " + program + ") && exec \"$@\"";
            daemonFails(
                    program + " is missing on this host: install it",
                    List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", hidden, "sh"),
                    fresh,
                    run);
        }
    }

    private void daemonFails(String why, List<String> before, Path dataRoot, Path runRoot) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Launched.TOP.resolve("target/dist/bin/jcomposed").toString(),
                "--data-root",
                dataRoot.toString(),
                "--run-root",
                runRoot.toString()));
        Path said = jcompose.folder().resolve("said");
        Process daemon = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(daemon.waitFor(1, TimeUnit.MINUTES), "it goes on: " + why);
        List<String> words;
        try (Stream<String> lines = Files.lines(said)) {
            words = lines.filter(line -> line.startsWith("jcompose: ")).toList();
        }
        assertEquals(1, words.size(), () -> why + ": " + words);
        assertTrue(words.getFirst().contains(why), words::toString);
        assertEquals(1, daemon.exitValue());
    }

    /** Answers every manifest with the same, and knows no blob. */
    private static final class Registry implements AutoCloseable {
        private final HttpServer server;

        Registry(int status, String manifest) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v2/", exchange -> {
                boolean asked = exchange.getRequestURI().getPath().contains("/manifests/");
                byte[] body = (asked ? manifest : "{}").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
                exchange.sendResponseHeaders(
                        asked ? status : 200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
                if (!exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
