package dev.jcompose.engine.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the host forwards packets. Where we have to turn that on, the firewall first gets a rule by which nothing passes that
 * neither comes from nor goes to a container, so that the host routes nothing it did not route before. A file in the run root,
 * which like the sysctl ends with the boot, says that it was we.
 */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** By which families the firewall bounds what is forwarded. */
    record Guard(boolean ipv4, boolean ipv6) {
        static final Guard NONE = new Guard(false, false);
    }

    private final HostSide host;
    private final Path ipv4;
    private final Path ipv6;

    Forwarding(HostSide host, Path runRoot) {
        this.host = host;
        this.ipv4 = runRoot.resolve("forwarding-turned-on.ipv4");
        this.ipv6 = runRoot.resolve("forwarding-turned-on.ipv6");
    }

    Guard guard() {
        return new Guard(Files.exists(ipv4), Files.exists(ipv6));
    }

    /** Turns forwarding on; {@code guarded} puts the new guard into the firewall, before anything is forwarded. */
    void require(boolean six, Runnable guarded) {
        turnOn("net/ipv4/ip_forward", ipv4, guarded);
        if (six && host.hasIpv6()) {
            if (host.readSysctl("net/ipv6/conf/all/forwarding").equals("0")) {
                keepRouterAdvertisements();
            }
            turnOn("net/ipv6/conf/all/forwarding", ipv6, guarded);
        }
    }

    private void turnOn(String sysctl, Path marker, Runnable guarded) {
        if (!host.readSysctl(sysctl).equals("0")) {
            return;
        }
        try {
            Files.writeString(marker, "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note in " + marker + " that forwarding was off", e);
        }
        guarded.run();
        host.writeSysctl(sysctl, "1");
        LOG.info("Turned on {}; the firewall lets containers alone use it", sysctl.replace('/', '.'));
    }

    /** A forwarding interface ignores router advertisements, and with them the host's default route, unless told not to. */
    private void keepRouterAdvertisements() {
        host.call(() -> {
            try (var interfaces = Files.newDirectoryStream(Path.of("/proc/sys/net/ipv6/conf"))) {
                for (var each : interfaces) {
                    var accept = each.resolve("accept_ra");
                    if (Files.readString(accept).strip().equals("1")) {
                        Files.writeString(accept, "2");
                    }
                }
            }
            return true;
        });
    }
}
