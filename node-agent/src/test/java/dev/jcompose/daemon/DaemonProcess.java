package dev.jcompose.daemon;

import static org.awaitility.Awaitility.await;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A daemon of the classes under test, in roots and a network namespace of its own, and the stock docker command on it. The
 * namespace is kept by a process that sleeps, so that a killed daemon's successor finds it as it was.
 */
final class DaemonProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String[] APPLETS = {
        "sh",
        "cat",
        "echo",
        "sleep",
        "true",
        "id",
        "wc",
        "ls",
        "env",
        "seq",
        "head",
        "httpd",
        "wget",
        "hostname",
        "kill",
        "mkdir"
    };

    private final Path root;
    private final Process namespace;
    private Process daemon;

    record Result(int code, String out, String err) {}

    private DaemonProcess(Path root, Process namespace) throws IOException {
        this.root = root;
        this.namespace = namespace;
        this.daemon = launch();
    }

    static DaemonProcess start(Path root) throws IOException {
        Process namespace = new ProcessBuilder(
                        "unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity")
                .start();
        if (namespace.getInputStream().read() < 0) {
            throw new IOException("no network namespace of its own: "
                    + new String(namespace.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new DaemonProcess(root, namespace);
    }

    /** Another one on the same host, as far as networks go, with roots of its own; to be closed before this one. */
    DaemonProcess beside(Path otherRoot) throws IOException {
        return new DaemonProcess(otherRoot, namespace);
    }

    /** Ends the daemon, and leaves its containers and the namespace. */
    void end() {
        daemon.destroy();
        daemon.onExit().join();
    }

    /** What a test needs beside the daemon. */
    static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Ends the daemon and removes its folders, but nothing that is mounted below them. */
    void remove() throws IOException, InterruptedException {
        close();
        new ProcessBuilder("rm", "-rf", "--one-file-system", root.toString())
                .start()
                .waitFor();
    }

    private Process launch() throws IOException {
        var started = new ProcessBuilder(
                        "nsenter",
                        "--net=/proc/" + namespace.pid() + "/ns/net",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.jcompose.daemon.Main",
                        "--data-root",
                        root.resolve("data").toString(),
                        "--run-root",
                        root.resolve("run").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        var client = new EngineClient(new EngineAddress.Unix(socket()));
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(EngineException.class)
                .until(() -> {
                    if (!started.isAlive()) {
                        throw new IllegalStateException("the daemon ended:\n" + Files.readString(log()));
                    }
                    client.run(Call.get(Target.of("/_ping")));
                    return true;
                });
        return started;
    }

    private Path log() {
        return root.resolve("daemon.log");
    }

    Path socket() {
        return root.resolve("run/docker.sock");
    }

    /** As the kernel's out-of-memory killer would, and up again. */
    void killAndStartAgain() throws IOException {
        daemon.destroyForcibly().onExit().join();
        daemon = launch();
    }

    /** As {@link #killAndStartAgain()}, with what happens while no daemon runs. */
    void killAndStartAgain(Meanwhile meanwhile) throws Exception {
        daemon.destroyForcibly().onExit().join();
        meanwhile.run();
        daemon = launch();
    }

    interface Meanwhile {
        void run() throws Exception;
    }

    /** An image {@code busybox:latest} of the host's static busybox. */
    void importBusybox() throws IOException, InterruptedException {
        Path tree = Files.createDirectories(root.resolve("busybox"));
        Path bin = Files.createDirectories(tree.resolve("bin"));
        Files.createDirectories(tree.resolve("tmp"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        Path tar = root.resolve("busybox.tar");
        new ProcessBuilder("tar", "-C", tree.toString(), "-cf", tar.toString(), ".")
                .start()
                .waitFor();
        Result imported = docker("import", "--change", "CMD [\"sh\"]", tar.toString(), "busybox:latest");
        if (imported.code() != 0) {
            throw new IOException("no image of busybox: " + imported);
        }
    }

    Result docker(String... args) throws IOException, InterruptedException {
        return run(InputStream.nullInputStream(), command(args));
    }

    Result feed(String input, String... args) throws IOException, InterruptedException {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), command(args));
    }

    private static List<String> command(String... args) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(args));
        return command;
    }

    /** Runs a program in the daemon's network namespace. */
    Result inNamespace(String... command) throws IOException, InterruptedException {
        var entered = new ArrayList<>(List.of("nsenter", "--net=/proc/" + namespace.pid() + "/ns/net"));
        entered.addAll(List.of(command));
        return run(InputStream.nullInputStream(), entered);
    }

    private Result run(InputStream input, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(root, "out", "");
        Path err = Files.createTempFile(root, "err", "");
        var builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .directory(root.toFile());
        builder.environment().put("DOCKER_HOST", "unix://" + socket());
        builder.environment().put("DOCKER_BUILDKIT", "0");
        builder.environment().put("DOCKER_CONFIG", root.resolve("docker-config").toString());
        var process = builder.start();
        try (var to = process.getOutputStream()) {
            input.transferTo(to);
        } catch (IOException e) {
            // The command does not want its input: its exit code tells how that went.
            process.getErrorStream();
        }
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end; it said " + Files.readString(out)
                    + Files.readString(err) + "\nthe daemon said:\n" + Files.readString(log()));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Override
    public void close() {
        try {
            Result all = docker("ps", "-aq");
            for (String id : all.out().split("\\s+")) {
                if (!id.isEmpty()) {
                    docker("rm", "-f", "-v", id);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            daemon.destroy();
            daemon.onExit().join();
            namespace.destroyForcibly().onExit().join();
        }
    }
}
