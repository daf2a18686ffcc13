package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.EndpointSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Modes of namespaces that there are, and what cannot be asked for beside one that is another's: in Docker's words. */
final class NamespaceChecks {
    private static final Set<String> IPC = Set.of("", "none", "private", "shareable", "host");
    private static final Set<String> HOST_OR_OWN = Set.of("", "host");
    private static final Set<String> OF_CONTAINERS = Set.of("ipc", "pid");
    private static final Set<String> WITHOUT_ADDRESS = Set.of("host", "none");
    private static final Set<String> CGROUP = Set.of("", "private", "host");

    private NamespaceChecks() {}

    /** Throws INVALID for a mode that there is not, and for what belongs to who has the namespace. */
    static void check(CreateContainer asked) {
        var modes = asked.hostConfig().namespaces();
        known("ipc", "IPC", modes.ipcMode(), IPC);
        known("pid", "PID", modes.pidMode(), HOST_OR_OWN);
        known("uts", "UTS", modes.utsMode(), HOST_OR_OWN);
        known("userns_mode", "USER", modes.usernsMode(), HOST_OR_OWN);
        known("cgroup", "CGROUP", modes.cgroupnsMode(), CGROUP);
        refuse(
                modes.utsMode().equals("host")
                        && !asked.config().identity().hostname().isEmpty(),
                "hostname",
                "hostname and the UTS mode");
        checkNetwork(asked);
    }

    private static void known(String key, String what, String mode, Set<String> known) {
        boolean ofContainer =
                OF_CONTAINERS.contains(key) && NamespacePlan.other(mode).isPresent();
        if (!known.contains(mode) && !ofContainer) {
            throw EngineException.invalid("invalid " + what + " mode: " + mode).about(key);
        }
    }

    private static void checkNetwork(CreateContainer asked) {
        var reach = asked.hostConfig().reach();
        String mode = asked.hostConfig().namespaces().networkMode();
        if (mode.equals("container:")) {
            throw EngineException.invalid("Invalid network mode: invalid container format container:<name|id>")
                    .about("network_mode");
        }
        boolean others = NamespacePlan.other(mode).isPresent();
        refuse(others && !asked.config().identity().hostname().isEmpty(), "hostname", "hostname and the network mode");
        refuse(
                (others || mode.equals("host")) && !reach.links().isEmpty(),
                "links",
                "links and a network mode without networks of its own");
        if (others || WITHOUT_ADDRESS.contains(mode)) {
            checkNoAddress(mode, asked.networkingConfig().endpointsConfig().values());
        }
        refuse(others && !reach.dns().isEmpty(), "dns", "dns and the network mode");
        reach.dns().forEach(NamespaceChecks::checkAddress);
        refuse(
                others && !reach.extraHosts().isEmpty(),
                "extra_hosts",
                "custom host-to-IP mapping and the network mode");
        refuse(
                others && (reach.publishAllPorts() || !reach.portBindings().isEmpty()),
                "ports",
                "port publishing and the container type network mode");
        refuse(
                others && !asked.config().exposedPorts().isEmpty(),
                "expose",
                "port exposing and the container type network mode");
    }

    private static void checkAddress(String nameServer) {
        try {
            InetAddress.ofLiteral(nameServer);
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid(
                            "dns " + nameServer + " is no IP address: a name server is named by its own, as 192.0.2.53")
                    .about("dns", nameServer);
        }
    }

    private static void checkNoAddress(String mode, Collection<@Nullable EndpointSettings> endpoints) {
        for (EndpointSettings each : endpoints) {
            if (each == null) {
                continue;
            }
            var ipam = each.ipamConfig();
            if (ipam != null
                    && !(ipam.ipv4Address().isEmpty()
                            && ipam.ipv6Address().isEmpty()
                            && ipam.linkLocalIps().isEmpty())) {
                throw EngineException.invalid(
                        "invalid config for network " + mode
                                + ": invalid endpoint settings: user specified IP address is supported on user defined networks only");
            }
            refuse(!each.macAddress().isEmpty(), "mac_address", "mac-address and the network mode " + mode);
            if (!each.aliases().isEmpty()) {
                throw EngineException.invalid(
                        "invalid config for network " + mode
                                + ": invalid endpoint settings: network-scoped aliases are only supported for user-defined networks");
            }
        }
    }

    private static void refuse(boolean both, String key, String what) {
        if (both) {
            throw EngineException.invalid("conflicting options: " + what).about(key);
        }
    }

    /** In words, what has no effect. */
    static List<String> shortcomings(CreateContainer made) {
        List<String> said = new ArrayList<>();
        if (made.hostConfig().namespaces().networkMode().equals("host")
                && !made.hostConfig().reach().portBindings().isEmpty()) {
            said.add("Published ports are discarded when using host network mode");
        }
        return said;
    }
}
