package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.Attribute;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.EndpointAddress;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netlink.MacAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides where a container gets plugged in and with which names and addresses. Takes leases; touches no kernel. */
final class EndpointPlan {
    private static final int SHORT_ID = 12;
    /** As Docker's clients say it. */
    private static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

    private static final String IPV4 = "networks.*.ipv4_address";
    private static final String IPV6 = "networks.*.ipv6_address";

    private static final Pattern DEVICE = Pattern.compile("[a-zA-Z0-9_.-]{1,15}");

    private final NetworkTable table;
    private final KernelNames names;

    EndpointPlan(NetworkTable table, KernelNames names) {
        this.table = table;
        this.names = names;
    }

    /** The networks of a container, that of its network mode first, the others by name. */
    Map<NetworkRecord, EndpointSettings> wanted(CreateContainer request) {
        var mode = NetworkMode.of(request);
        if (!(mode instanceof NetworkMode.Bridged bridged)) {
            return Map.of();
        }
        var first = ofMode(bridged.network());
        var others = new TreeMap<String, NetworkRecord>();
        var settings = new LinkedHashMap<NetworkRecord, EndpointSettings>();
        settings.put(first, EndpointSettings.DEFAULT);
        request.networkingConfig().endpointsConfig().forEach((reference, asked) -> {
            var network = table.find(reference.equals("default") ? NetworkRecord.DEFAULT : reference);
            others.put(network.name(), network);
            settings.put(network, asked == null ? EndpointSettings.DEFAULT : asked);
        });
        var ordered = new LinkedHashMap<NetworkRecord, EndpointSettings>();
        ordered.put(first, settings.getOrDefault(first, EndpointSettings.DEFAULT));
        others.values()
                .forEach(each -> ordered.putIfAbsent(each, settings.getOrDefault(each, EndpointSettings.DEFAULT)));
        var legacyLinks = request.hostConfig().reach().links();
        if (!legacyLinks.isEmpty()) {
            ordered.computeIfPresent(first, (network, each) -> withLinks(each, legacyLinks));
        }
        var legacyMac = request.config().identity().macAddress();
        if (!legacyMac.isEmpty()) {
            ordered.computeIfPresent(
                    first, (network, each) -> each.macAddress().isEmpty() ? withMac(each, legacyMac) : each);
        }
        ordered.forEach(EndpointPlan::check);
        return ordered;
    }

    private NetworkRecord ofMode(String reference) {
        try {
            return table.find(reference);
        } catch (EngineException e) {
            throw e.about("network_mode");
        }
    }

    /** All endpoints of a container about to start. Fails with what cannot be had, and then has taken nothing. */
    List<Endpoint> endpoints(String id, String name, String hostname, CreateContainer request) {
        var endpoints = new ArrayList<Endpoint>();
        try {
            wanted(request)
                    .forEach((network, asked) ->
                            endpoints.add(endpoint(id, name, hostname, network, asked, device(asked, endpoints))));
            return endpoints;
        } catch (RuntimeException e) {
            endpoints.forEach(table::release);
            throw e;
        }
    }

    /** The name that the endpoint asks for, else the next {@code ethN}. */
    static String device(EndpointSettings asked, List<Endpoint> others) {
        var taken = others.stream().map(Endpoint::device).toList();
        String given = asked.driverOpts().getOrDefault(INTERFACE_NAME, "");
        if (given.isEmpty()) {
            int number = 0;
            while (taken.contains("eth" + number)) {
                number++;
            }
            return "eth" + number;
        }
        if (!DEVICE.matcher(given).matches() || given.equals("lo") || taken.contains(given)) {
            throw EngineException.invalid("the interface name " + given
                            + " cannot be had: it takes up to 15 letters, digits, '.', '_' or '-', is not lo, and no other"
                            + " interface of the container has it")
                    .about("networks.*.interface_name", given);
        }
        return given;
    }

    Endpoint endpoint(
            String id, String name, String hostname, NetworkRecord network, EndpointSettings asked, String device) {
        check(network, asked);
        InetAddress four = null;
        InetAddress six = null;
        int fourLength = 0;
        int sixLength = 0;
        Endpoint partial = null;
        for (var leases : table.leases(network.id())) {
            try {
                var static4 =
                        asked.ipamConfig() == null ? "" : asked.ipamConfig().ipv4Address();
                var static6 =
                        asked.ipamConfig() == null ? "" : asked.ipamConfig().ipv6Address();
                if (leases.subnet().isIpv4()) {
                    if (four == null) {
                        four = lease(network, leases, static4, name);
                        fourLength = leases.subnet().prefix().length();
                    }
                } else if (six == null) {
                    six = lease(network, leases, static6, name);
                    sixLength = leases.subnet().prefix().length();
                }
            } catch (RuntimeException e) {
                if (partial != null) {
                    table.release(partial);
                }
                throw e;
            }
            partial = assemble(id, name, hostname, network, asked, device, four, fourLength, six, sixLength);
        }
        if (partial == null) {
            throw EngineException.invalid("network " + network.name() + " has no subnet");
        }
        return partial;
    }

    private Endpoint assemble(
            String id,
            String name,
            String hostname,
            NetworkRecord network,
            EndpointSettings asked,
            String device,
            @Nullable InetAddress four,
            int fourLength,
            @Nullable InetAddress six,
            int sixLength) {
        var address = new EndpointAddress(
                network.id(),
                endpointId(id, network.id()),
                four == null ? "" : gateway(network, true),
                four == null ? "" : IpPrefix.text(four),
                fourLength,
                six == null ? "" : gateway(network, false),
                six == null ? "" : IpPrefix.text(six),
                sixLength,
                dnsNames(network, id, name, hostname, asked));
        var settings = asked.withAddress(address);
        if (settings.macAddress().isEmpty()) {
            var source = four != null ? four : six;
            settings = withMac(
                    settings,
                    Bridges.mac(java.util.Objects.requireNonNull(source)).text());
        }
        return new Endpoint(network.id(), network.name(), device, names.veth(id, network.id(), Ids.random()), settings);
    }

    /** Containers of an internal network have no way out, so no gateway. */
    private static String gateway(NetworkRecord network, boolean ipv4) {
        if (network.flags().internal()) {
            return "";
        }
        return network.subnets().stream()
                .filter(subnet -> subnet.isIpv4() == ipv4)
                .map(subnet -> IpPrefix.text(subnet.gateway()))
                .findFirst()
                .orElse("");
    }

    /** What a container answers to; nothing on the default network. */
    static List<String> dnsNames(
            NetworkRecord network, String id, String name, String hostname, EndpointSettings asked) {
        if (network.isDefault() || name.isEmpty()) {
            return List.of();
        }
        var all = new LinkedHashSet<String>();
        all.add(name);
        all.addAll(asked.aliases());
        all.add(id.substring(0, Math.min(SHORT_ID, id.length())));
        if (!hostname.isEmpty()) {
            all.add(hostname);
        }
        return List.copyOf(all);
    }

    /** Of who asks for no address the network is too small; another's is the endpoint's own fault. */
    private static InetAddress lease(NetworkRecord network, Leases leases, String asked, String holder) {
        try {
            if (asked.isEmpty()) {
                return leases.any(holder);
            }
            var address = IpPrefix.literal(asked);
            leases.take(address, holder);
            return address;
        } catch (EngineException e) {
            throw e.about(
                    asked.isEmpty()
                            ? new Attribute(new Attribute.OfNetwork(network.name()), "ipam.config", "")
                            : new Attribute(
                                    new Attribute.Asked(), leases.subnet().isIpv4() ? IPV4 : IPV6, asked));
        }
    }

    /** INVALID where the endpoint cannot be on this network. */
    static void check(NetworkRecord network, EndpointSettings asked) {
        if (!network.isBridge()) {
            throw EngineException.invalid("container cannot be connected to network " + network.name()
                    + " beside others: its driver is " + network.driver());
        }
        if (!asked.macAddress().isEmpty()) {
            try {
                if (!MacAddress.parse(asked.macAddress()).isOfOne()) {
                    throw new IllegalArgumentException(
                            "\"" + asked.macAddress()
                                    + "\" is no MAC address of one interface: its first byte must be even, and it not all zero");
                }
            } catch (IllegalArgumentException e) {
                throw EngineException.invalid("network " + network.name() + ": " + e.getMessage())
                        .about("networks.*.mac_address", asked.macAddress());
            }
        }
        if (asked.ipamConfig() != null) {
            checkStatic(network, asked.ipamConfig().ipv4Address(), true);
            checkStatic(network, asked.ipamConfig().ipv6Address(), false);
            asked.ipamConfig().linkLocalIps().forEach(each -> literal("networks.*.link_local_ips", each));
        }
    }

    private static void checkStatic(NetworkRecord network, String asked, boolean ipv4) {
        if (asked.isEmpty()) {
            return;
        }
        String key = ipv4 ? IPV4 : IPV6;
        var address = literal(key, asked);
        var subnets =
                network.subnets().stream().filter(each -> each.isIpv4() == ipv4).toList();
        if (subnets.stream().noneMatch(each -> each.prefix().contains(address))) {
            throw EngineException.invalid(
                            "network " + network.name() + ": address " + asked + " is in none of its subnets "
                                    + network.subnets().stream()
                                            .map(each -> each.prefix().toString())
                                            .toList())
                    .about(key, asked);
        }
    }

    private static InetAddress literal(String key, String text) {
        try {
            return IpPrefix.literal(text);
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage())).about(key, text);
        }
    }

    static EndpointSettings withMac(EndpointSettings settings, String mac) {
        return new EndpointSettings(
                settings.ipamConfig(),
                settings.links(),
                settings.aliases(),
                mac,
                settings.driverOpts(),
                settings.gwPriority(),
                settings.address());
    }

    private static EndpointSettings withLinks(EndpointSettings settings, List<String> more) {
        var links = new LinkedHashSet<>(settings.links());
        links.addAll(more);
        return settings.withLinks(List.copyOf(links));
    }

    /** 64 hex digits, the same for the same container and network. */
    private static String endpointId(String container, String network) {
        return Ids.of(container + " " + network);
    }
}
