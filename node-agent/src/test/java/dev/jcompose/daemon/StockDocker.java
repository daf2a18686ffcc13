package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The stock docker command and a daemon of a test's own that has busybox; the test is skipped where the host lacks either. */
final class StockDocker implements BeforeAllCallback, AfterAllCallback {
    private @Nullable DaemonProcess daemon;
    private Path folder = Path.of("");

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        assumeTrue(DaemonProcess.isOnPath("docker"), "no docker command on this host");
        assumeTrue(
                DaemonProcess.isOnPath("crun") && DaemonProcess.isOnPath("conmon"), "no crun and conmon on this host");
        assumeTrue(Files.exists(Path.of("/bin/busybox")), "no static busybox on this host");
        folder = Files.createTempDirectory("stock-docker");
        daemon = DaemonProcess.start(folder);
        daemon.importBusybox();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (daemon != null) {
            daemon.remove();
        }
    }

    DaemonProcess daemon() {
        if (daemon == null) {
            throw new IllegalStateException("the daemon was not started");
        }
        return daemon;
    }

    /** For the test's files; goes with the daemon. */
    Path folder() {
        return folder;
    }

    Result run(String... args) throws IOException, InterruptedException {
        return daemon().docker(args);
    }

    /** What a command prints that is to end with 0. */
    String ok(String... args) throws IOException, InterruptedException {
        Result result = run(args);
        assertEquals(0, result.code(), () -> "docker " + String.join(" ", args) + ": " + result);
        return result.out().strip();
    }
}
