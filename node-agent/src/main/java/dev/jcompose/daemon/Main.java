package dev.jcompose.daemon;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.system.KernelRelease;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.linux.process.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The daemon's process. SIGTERM ends it; containers go on, but where the whole host goes down. */
public final class Main {
    private static final String LOG_FORMAT = "%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

    private Main() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        // Netty would look through the host's network interfaces for something unique: no id of its channels leaves the
        // process.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
        // A proxy that wants a login by name and password may have it for TLS, too: the JDK would not send it.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
        try {
            requireRoot();
            requireKernel();
            Orphans.adopt();
            var arguments = Arguments.parse(List.of(args), System.getenv());
            var daemon = Daemon.start(
                    EngineConfig.open(arguments.dataRoot(), arguments.runRoot()).withCdiFolders(arguments.cdiFolders()),
                    arguments.openFirewall());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(daemon), "shutdown"));
            System.out.println("jcompose listens on unix://" + daemon.socket());
            new CountDownLatch(1).await();
        } catch (EngineException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            // Nobody foresaw it, so where it comes from is told too.
            e.printStackTrace();
            fail("the daemon cannot start: " + e);
        }
    }

    private static void close(Daemon daemon) {
        if (HostShutdown.BY_SYSTEMD.isUnderWay()) {
            daemon.closeWithHost();
        } else {
            daemon.close();
        }
    }

    private static void requireRoot() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            throw EngineException.unavailable(
                    "the daemon must run as root: `jcompose daemon start` sees to it, with sudo where it must", null);
        }
    }

    private static void requireKernel() {
        var kernel = KernelRelease.running();
        if (!kernel.isNewEnough()) {
            throw EngineException.unavailable(
                    "this host's kernel is %s: the daemon needs Linux %s or newer"
                            .formatted(kernel.text(), KernelRelease.OLDEST),
                    null);
        }
    }

    /** Parts that came up have threads that would keep the process for ever. */
    private static void fail(String why) {
        System.err.println("jcompose: " + why);
        System.exit(1);
    }
}
