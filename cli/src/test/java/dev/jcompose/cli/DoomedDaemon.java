package dev.jcompose.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A daemon that ends, as by kill -9, at a place that it is told while it runs; it is started again in the same folders. */
final class DoomedDaemon {
    private final Path data;
    private final Path run;
    private final Path orders;
    private final Path log;
    private Process process;

    /** Starts it in the folders of {@code jcompose}. */
    DoomedDaemon(Launched jcompose) throws IOException {
        data = jcompose.folder().resolve("data");
        run = jcompose.folder().resolve("run");
        log = jcompose.folder().resolve("doomed.log");
        orders = Files.createDirectories(jcompose.folder().resolve("crash"));
        process = launch();
        awaitSocket();
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(socket());
        var daemon = new ProcessBuilder(
                        Launched.TOP.resolve("target/dist/bin/jcomposed").toString(),
                        "--data-root",
                        data.toString(),
                        "--run-root",
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        daemon.environment().put("JCOMPOSE_DAEMON_OPTS", "-Djcompose.crash.folder=" + orders);
        return daemon.start();
    }

    /** Starts it where it has ended; returns when it can be asked or has ended again. */
    void start() throws IOException {
        if (!process.isAlive()) {
            process = launch();
        }
        awaitSocket();
    }

    private void awaitSocket() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(1))
                .until(() -> listens() || !process.isAlive());
    }

    private boolean listens() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path socket() {
        return run.resolve("docker.sock");
    }

    /** Whether it has ended, or does within a moment: clients hear of it first. */
    boolean hasEnded() throws InterruptedException {
        return process.waitFor(1, TimeUnit.SECONDS);
    }

    /** It ends at the {@code place}-th place that it passes from now on; 0 for none. */
    void endAt(int place) throws IOException {
        Path fresh = orders.resolve("at.new");
        Files.writeString(fresh, Integer.toString(place));
        Files.move(fresh, orders.resolve("at"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What it passed since the last call, in order. */
    List<String> passed() throws IOException {
        Path file = orders.resolve("passed");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> places = Files.readAllLines(file);
        Files.delete(file);
        return places;
    }

    /** Ends it as the kernel would for want of memory. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it in order. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the daemon does not stop");
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }
}
