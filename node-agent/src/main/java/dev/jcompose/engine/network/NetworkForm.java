package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.api.network.NetworkFlags;
import dev.jcompose.api.network.NetworkInspect;
import dev.jcompose.linux.netlink.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what is asked of a network into a record with everything decided, and a record into what clients see. */
final class NetworkForm {
    private static final String BRIDGE_NAME = "com.docker.network.bridge.name";
    /** What stack files call the options of a network. */
    private static final String OPTIONS = "driver_opts";

    private static final int LONGEST_LINK = 15;

    private static final List<String> SWITCHES =
            List.of("com.docker.network.bridge.enable_icc", "com.docker.network.bridge.enable_ip_masquerade");

    private final KernelNames names;
    private final HostSide host;
    private final NetworkTable table;

    NetworkForm(KernelNames names, HostSide host, NetworkTable table) {
        this.names = names;
        this.host = host;
        this.table = table;
    }

    /** Those of bridge, host and none that are not there yet. */
    List<NetworkRecord> predefined() {
        var missing = new ArrayList<NetworkRecord>();
        for (var name : List.of(NetworkRecord.DEFAULT, "host", "none")) {
            if (table.named(name).isEmpty()) {
                var driver = name.equals("none") ? "null" : name;
                missing.add(record(name, driver, NetworkFlags.DEFAULT, Ipam.DEFAULT, Map.of(), Map.of()));
            }
        }
        return missing;
    }

    /** Throws INVALID, CONFLICT (name or subnet taken) or NOT_SUPPORTED. */
    NetworkRecord create(CreateNetwork request) {
        if (request.name().isBlank()) {
            throw EngineException.invalid("a network needs a name");
        }
        if (request.configFrom() != null || request.flags().configOnly()) {
            throw unsupported(
                    request, "configuration-only networks are not offered: give each network what it needs itself");
        }
        var driver = request.driver().isEmpty() ? "bridge" : request.driver();
        if (!driver.equals("bridge")) {
            throw unsupported(
                            request,
                            "networks of the driver " + driver + " are not offered: leave driver out, or name bridge")
                    .about("driver");
        }
        if (!List.of("", "default").contains(request.ipam().driver())) {
            throw unsupported(
                            request,
                            "address management by the driver " + request.ipam().driver()
                                    + " is not offered: leave ipam.driver out, or name default")
                    .about("ipam.driver");
        }
        if (!List.of("", "local").contains(request.scope())) {
            throw unsupported(
                    request, "networks of the scope " + request.scope() + " are not offered: leave scope out");
        }
        if (request.name().equals("default")) {
            throw new EngineException(ErrorKind.FORBIDDEN, "operation is not permitted on predefined default network");
        }
        checkSwitches(request);
        if (table.named(request.name()).isPresent()) {
            throw EngineException.conflict("network with name " + request.name() + " already exists");
        }
        return record(request.name(), driver, request.flags(), request.ipam(), request.options(), request.labels());
    }

    private static void checkSwitches(CreateNetwork request) {
        for (String option : SWITCHES) {
            String value = request.options().getOrDefault(option, "true");
            if (!List.of("true", "false").contains(value)) {
                throw EngineException.invalid("network " + request.name() + ": option " + option + ": \"" + value
                                + "\" is neither true nor false")
                        .about(OPTIONS, option);
            }
        }
    }

    /** The network with another subnet where a route of the host overlaps its own; empty while it has a bridge. */
    Optional<NetworkRecord> moved(NetworkRecord network) {
        if (host.links().link(network.bridge()).isPresent()) {
            return Optional.empty();
        }
        var occupied = host.occupied();
        var clash =
                network.subnets().stream().anyMatch(subnet -> occupied.stream().anyMatch(subnet.prefix()::overlaps));
        return clash
                ? Optional.of(network.withIpam(ipam(network.name(), network.flags(), Ipam.DEFAULT)))
                : Optional.empty();
    }

    private NetworkRecord record(
            String name,
            String driver,
            NetworkFlags flags,
            Ipam asked,
            Map<String, String> options,
            Map<String, String> labels) {
        var id = Ids.random();
        var bridged = driver.equals("bridge");
        var ipam = bridged ? ipam(name, flags, asked) : asked;
        var bridge = bridged ? bridge(id, name, options) : "";
        return new NetworkRecord(id, name, Instant.now(), driver, flags, ipam, bridge, options, labels);
    }

    private String bridge(String id, String network, Map<String, String> options) {
        var asked = options.get(BRIDGE_NAME);
        if (asked == null) {
            return names.bridge(id);
        }
        if (asked.length() > LONGEST_LINK || !asked.matches("[A-Za-z0-9_.-]+")) {
            throw EngineException.invalid("network " + network + ": option " + BRIDGE_NAME + ": \"" + asked
                            + "\" is no name for an interface: at most 15 letters, digits, _ . -")
                    .about(OPTIONS, BRIDGE_NAME);
        }
        if (host.links().link(asked).isPresent()) {
            throw EngineException.conflict("network " + network + ": the host already has an interface named " + asked
                            + ": choose another name")
                    .about(OPTIONS, BRIDGE_NAME);
        }
        return asked;
    }

    private Ipam ipam(String name, NetworkFlags flags, Ipam asked) {
        var networks = table.networks().stream()
                .filter(NetworkRecord::isBridge)
                .flatMap(each -> each.subnets().stream())
                .map(Subnet::prefix)
                .toList();
        var used = new ArrayList<IpPrefix>(networks);
        used.addAll(host.occupied());
        var subnets = new ArrayList<Subnet>();
        for (int i = 0; i < asked.config().size(); i++) {
            var pool = asked.config().get(i);
            if (pool.subnet().isEmpty()) {
                continue;
            }
            try {
                var subnet = Subnet.parse(pool);
                check(name, subnet.prefix(), subnets.stream().map(Subnet::prefix), "itself");
                check(name, subnet.prefix(), networks.stream(), "another network");
                if (subnets.stream().anyMatch(each -> each.isIpv4() == subnet.isIpv4())) {
                    throw EngineException.invalid("network " + name
                                    + ": bridge driver doesn't support multiple subnets of one IP version: make another"
                                    + " network of " + subnet.prefix())
                            .about("subnet");
                }
                subnets.add(subnet);
                used.add(subnet.prefix());
            } catch (EngineException e) {
                throw e.within("ipam.config." + i);
            }
        }
        if (flags.ipv4() && subnets.stream().noneMatch(Subnet::isIpv4)) {
            subnets.addFirst(Subnet.of(AddressPools.free(used)));
        }
        if (flags.ipv6() && subnets.stream().allMatch(Subnet::isIpv4)) {
            subnets.add(Subnet.of(AddressPools.freeIpv6(names.instance(), used)));
        }
        return new Ipam(
                "default", asked.options(), subnets.stream().map(Subnet::pool).toList());
    }

    private static void check(String name, IpPrefix subnet, Stream<IpPrefix> others, String whose) {
        others.filter(subnet::overlaps).findFirst().ifPresent(other -> {
            throw EngineException.conflict("network " + name + ": subnet " + subnet + " overlaps " + other + " of "
                            + whose + ": choose another or none")
                    .about("subnet");
        });
    }

    NetworkInspect show(NetworkRecord network, List<Sandbox> members) {
        var containers = new TreeMap<String, NetworkInspect.Member>();
        members.forEach(sandbox ->
                sandbox.on(network.id()).ifPresent(each -> containers.put(sandbox.id(), member(sandbox, each))));
        return new NetworkInspect(
                network.name(),
                network.id(),
                network.created(),
                "local",
                network.driver(),
                network.flags(),
                network.ipam(),
                new CreateNetwork.ConfigFrom(""),
                containers,
                network.isDefault() ? optionsOfDefault(network) : network.options(),
                network.labels());
    }

    /** What the default network is without having been told so. */
    private Map<String, String> optionsOfDefault(NetworkRecord network) {
        var options = new TreeMap<>(Map.of(
                "com.docker.network.bridge.default_bridge",
                "true",
                "com.docker.network.bridge.enable_icc",
                "true",
                "com.docker.network.bridge.enable_ip_masquerade",
                "true",
                "com.docker.network.bridge.host_binding_ipv4",
                "0.0.0.0",
                BRIDGE_NAME,
                network.bridge(),
                "com.docker.network.driver.mtu",
                Integer.toString(host.mtu())));
        options.putAll(network.options());
        return options;
    }

    private static NetworkInspect.Member member(Sandbox sandbox, Endpoint endpoint) {
        return new NetworkInspect.Member(
                sandbox.name(),
                endpoint.address().endpointId(),
                endpoint.mac().text(),
                address(endpoint, true),
                address(endpoint, false));
    }

    private static String address(Endpoint endpoint, boolean ipv4) {
        return endpoint.addresses().stream()
                .filter(each -> each.isIpv4() == ipv4)
                .map(IpPrefix::toString)
                .findFirst()
                .orElse("");
    }

    private static EngineException unsupported(CreateNetwork request, @Nullable String what) {
        return new EngineException(
                dev.jcompose.api.error.ErrorKind.NOT_SUPPORTED, "network " + request.name() + ": " + what);
    }
}
