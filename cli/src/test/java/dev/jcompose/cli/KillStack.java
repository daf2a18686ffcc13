package dev.jcompose.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A stack with one of everything that must outlive its daemon: an image that is pulled and one that is built, a volume with a
 * row, a secret, a log that counts, a published port, names, a health check that another service waits for.
 */
final class KillStack implements AutoCloseable {
    /** The last argument of each service's process, which tells it from all others. */
    private static final String DB = "987651";

    private static final String WEB = "987652";

    private final Path folder;
    private final Process registry;
    private final int registryPort = freePort();
    private final int port = freePort();

    KillStack(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("compose.yaml"), """
                name: kill
                services:
                  db:
                    image: 127.0.0.1:%1$d/base:1
                    command:
                      - sh
                      - -c
                      - |
                        [ -e /rows/row ] || cat /proc/sys/kernel/random/uuid > /rows/row
                        i=0
                        while :; do i=$$((i + 1)); echo line $$i; usleep 50000; done
                      - "%3$s"
                    volumes: [rows:/rows]
                    secrets: [word]
                    stop_grace_period: 0s
                    healthcheck: {test: [CMD, test, -s, /rows/row], interval: 1s, start_period: 5s, start_interval: 100ms}
                  web:
                    build: web
                    command: [httpd, -f, -p, "80", -h, /, -r, "%4$s"]
                    ports: ["127.0.0.1:%2$d:80"]
                    stop_grace_period: 0s
                    depends_on: {db: {condition: service_healthy}}
                volumes: {rows: {}}
                secrets: {word: {file: word}}
                """.formatted(registryPort, port, DB, WEB));
        Files.writeString(folder.resolve("word"), "mum");
        Path web = Files.createDirectory(folder.resolve("web"));
        Files.writeString(web.resolve("Dockerfile"), """
                FROM 127.0.0.1:%d/base:1
                COPY seed /seed
                RUN ["sh", "-c", "cat /seed > /made"]
                """.formatted(registryPort));
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.copy(Path.of("/bin/busybox"), base.resolve("busybox"));
        Files.writeString(base.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                ENV PATH=/bin
                """);
        Files.writeString(base.resolve("compose.yaml"), """
                name: kill-base
                services: {base: {build: ., image: "127.0.0.1:%d/base:1"}}
                """.formatted(registryPort));
        seed("none");
        registry = registry();
    }

    private Process registry() throws IOException {
        Path config = folder.resolve("registry.yml");
        Files.writeString(config, """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d", secret: test}
                """.formatted(folder.resolve("registry"), registryPort));
        Process process = new ProcessBuilder("/usr/bin/docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Awaitility.await().until(() -> answers(registryPort));
        return process;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Puts the base image into the registry, and leaves the engine without it. */
    void publishBase(Launched jcompose) throws IOException, InterruptedException {
        Path base = folder.resolve("base");
        jcompose.run(base, java.util.List.of("build")).ok();
        jcompose.run(base, java.util.List.of("push")).ok();
    }

    /** The reference of the image that is pulled. */
    String base() {
        return "127.0.0.1:" + registryPort + "/base:1";
    }

    /** What the built image differs in from the one before. */
    void seed(String text) throws IOException {
        Files.writeString(folder.resolve("web/seed"), text);
    }

    /** The process of {@code db} or {@code web} on this host. */
    static Optional<Long> pid(String service) {
        String argument = " " + (service.equals("db") ? DB : WEB);
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith(argument))
                // A shell's children bear its arguments until they become something else.
                .filter(process -> process.parent()
                        .flatMap(parent -> parent.info().command())
                        .orElse("")
                        .endsWith("conmon"))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    /** What {@code web} serves on its published port: the text that its image was built with; empty where nobody answers. */
    String served() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /made HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What {@code db} wrote into its volume when it first ran; empty where there is none. */
    String row() throws IOException {
        Path file = folder.resolve("data/volumes/kill_rows/_data/row");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Bytes of all logs, which grow as long as {@code db} is written down. */
    long logged() throws IOException {
        Path containers = folder.resolve("data/containers");
        if (!Files.isDirectory(containers)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(containers, 2)) {
            return files.filter(file -> file.getFileName().toString().equals("container.log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Whether a process in the network of the one with {@code pid} learns where {@code name} is. */
    static boolean resolves(long pid, String name) {
        try {
            Process ask = new ProcessBuilder(
                            "nsenter", "--net=/proc/" + pid + "/ns/net", "busybox", "nslookup", name, "127.0.0.11")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!ask.waitFor(300, TimeUnit.MILLISECONDS)) {
                ask.destroyForcibly().waitFor();
                return false;
            }
            return ask.exitValue() == 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        registry.destroy();
        registry.onExit().join();
    }
}
