package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Docker's own Compose against the daemon, with the classic builder: one stack from its build to its end. */
@Tag("root")
class DockerComposeTest {
    /** Where a distribution puts the plugin, and where bench/peers does. */
    private static final List<Path> PLUGINS = List.of(
            Path.of("/usr/libexec/docker/cli-plugins/docker-compose"),
            Path.of("/usr/lib/docker/cli-plugins/docker-compose"),
            Path.of("/var/cache/jcompose-bench/root/usr/libexec/docker/cli-plugins/docker-compose"));

    private static final String STACK = """
            name: stock
            services:
              web:
                build: .
                command: sh -c 'echo web up; exec httpd -f -h /www'
                ports: ["127.0.0.1:18082:80"]
                depends_on: {db: {condition: service_healthy}}
                volumes: ["kept:/kept"]
              db:
                image: busybox
                command: sleep 1000
                stop_grace_period: 0s
                healthcheck: {test: [CMD, "true"], interval: 1s}
              job:
                image: busybox
                profiles: [jobs]
                command: sh -c 'echo working; exit 3'
            volumes: {kept: {}}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path root;

    private static DaemonProcess daemon;
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path plugin = PLUGINS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(plugin != null, "Docker's Compose plugin is not on this host (bench/peers build brings it)");
        assumeTrue(DaemonProcess.isOnPath("docker"), "no docker command on this host");
        daemon = DaemonProcess.start(root);
        daemon.importBusybox();
        Path plugins = Files.createDirectories(root.resolve("docker-config/cli-plugins"));
        Files.createSymbolicLink(plugins.resolve("docker-compose"), plugin);
        folder = Files.createDirectories(root.resolve("stock"));
        Files.writeString(folder.resolve("compose.yaml"), STACK);
        Files.writeString(
                folder.resolve("Dockerfile"), "FROM busybox\nRUN mkdir /www && echo served > /www/index.html\n");
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.remove();
        }
    }

    private static Result compose(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("compose", "-f", folder.resolve("compose.yaml").toString()));
        all.addAll(List.of(words));
        return daemon.docker(all.toArray(String[]::new));
    }

    private static String ok(String... words) throws IOException, InterruptedException {
        Result result = compose(words);
        assertEquals(0, result.code(), () -> String.join(" ", words) + ": " + result);
        return result.out().strip();
    }

    @Test
    void a_stack_goes_from_its_build_to_its_end() throws Exception {
        ok("build");
        ok("up", "-d", "--wait");
        assertEquals("db running\nweb running", sorted(ok("ps", "--format", "{{.Service}} {{.State}}")));
        assertEquals(
                "served",
                daemon.inNamespace("curl", "-s", "http://127.0.0.1:18082/")
                        .out()
                        .strip());
        assertEquals("127.0.0.1:18082", ok("port", "web", "80"));
        assertEquals("served", ok("exec", "-T", "db", "wget", "-qO-", "http://web/"));
        assertEquals(4, compose("exec", "-T", "web", "sh", "-c", "exit 4").code());
        assertTrue(ok("logs", "web").contains("web up"));
        assertEquals("ran", ok("run", "--rm", "--no-deps", "web", "echo", "ran"));
        String before = ok("ps", "-q", "db");
        ok("up", "-d", "--force-recreate", "--no-deps", "web");
        assertEquals(before, ok("ps", "-q", "db"));
        ok("up", "-d", "--scale", "db=2");
        assertEquals(2, ok("ps", "-q", "db").lines().count());
        Result job = compose("up", "--no-log-prefix", "--exit-code-from", "job", "job");
        assertEquals(3, job.code(), job::toString);
        assertTrue(job.out().contains("working"), job::toString);
        ok("pause", "web");
        ok("unpause", "web");
        ok("restart", "-t", "0");
        ok("stop", "-t", "0");
        ok("start");
        ok("--profile", "*", "down", "-v", "--rmi", "local");
        assertEquals("", daemon.docker("ps", "-aq").out());
        assertEquals("", daemon.docker("volume", "ls", "-q").out());
        assertEquals(
                "",
                daemon.docker("network", "ls", "-q", "--filter", "name=stock").out());
    }

    private static String sorted(String lines) {
        return String.join("\n", Stream.of(lines.split("\n", -1)).sorted().toList());
    }
}
