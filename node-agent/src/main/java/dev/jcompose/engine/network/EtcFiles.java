package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.network.Sandbox.Etc;
import dev.jcompose.linux.netlink.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a container's /etc/hosts and /etc/resolv.conf. */
final class EtcFiles {
    /** Where a container's name server seems to be. */
    static final String NAME_SERVER = "127.0.0.11";

    private static final String LOCAL = """
            127.0.0.1	localhost
            ::1	localhost ip6-localhost ip6-loopback
            fe00::	ip6-localnet
            ff00::	ip6-mcastprefix
            ff02::1	ip6-allnodes
            ff02::2	ip6-allrouters
            """;

    private EtcFiles() {}

    /** Both files of a container that has a namespace of its own. */
    static Etc of(Sandbox sandbox, CreateContainer request) {
        var reach = request.hostConfig().reach();
        var outward = sandbox.outward();
        var gateway = outward == null ? null : outward.gateways().getFirst();
        var extra = reach.extraHosts().stream()
                .map(each -> Host.parse(each, gateway))
                .toList();
        var own = sandbox.endpoints().stream()
                .flatMap(each -> each.addresses().stream())
                .map(IpPrefix::address)
                .toList();
        var identity = request.config().identity();
        var name = identity.domainname().isEmpty()
                ? sandbox.hostname()
                : sandbox.hostname() + "." + identity.domainname() + " " + sandbox.hostname();
        return new Etc(hosts(extra, name, own), resolver(reach.dnsSearch(), reach.dnsOptions()));
    }

    /** Both files of a container in the host's namespace. */
    static Etc ofHost(CreateContainer request) {
        var reach = request.hostConfig().reach();
        var extra = reach.extraHosts().stream()
                .map(each -> Host.parse(each, IpPrefix.literal("127.0.0.1")))
                .toList();
        return new Etc(hostsOfHost(extra), resolverOfHost(reach.dns(), reach.dnsSearch(), reach.dnsOptions()));
    }

    /** Both files of a container with no network at all. */
    static Etc ofNone(CreateContainer request) {
        var reach = request.hostConfig().reach();
        var extra =
                reach.extraHosts().stream().map(each -> Host.parse(each, null)).toList();
        return new Etc(hosts(extra, "", List.of()), resolverOfHost(reach.dns(), reach.dnsSearch(), reach.dnsOptions()));
    }

    /** Local names, the names of {@code extra}, and the container's own under its addresses. */
    static String hosts(List<Host> extra, String ownName, List<InetAddress> own) {
        var text = new StringBuilder(LOCAL);
        extra.forEach(each -> line(text, each.address(), each.name()));
        own.forEach(address -> line(text, address, ownName));
        return text.toString();
    }

    /** The host's file and {@code extra}: what a container in the host's namespace sees. */
    static String hostsOfHost(List<Host> extra) {
        var text = new StringBuilder(read("/etc/hosts"));
        extra.forEach(each -> line(text, each.address(), each.name()));
        return text.toString();
    }

    /** A file that names our server; what is not asked for is the host's. */
    static String resolver(List<String> search, List<String> options) {
        var host = HostResolver.read();
        var all = new ArrayList<>(options.isEmpty() ? host.options() : options);
        if (all.stream().noneMatch(each -> each.startsWith("ndots:"))) {
            all.add("ndots:0");
        }
        return resolverText(List.of(NAME_SERVER), search.isEmpty() ? host.search() : search, all);
    }

    /** The host's file, changed by what is asked for. */
    static String resolverOfHost(List<String> servers, List<String> search, List<String> options) {
        if (servers.isEmpty() && search.isEmpty() && options.isEmpty()) {
            return read("/etc/resolv.conf");
        }
        var host = HostResolver.read();
        return resolverText(
                servers.isEmpty() ? host.servers().stream().map(IpPrefix::text).toList() : servers,
                search.isEmpty() ? host.search() : search,
                options.isEmpty() ? host.options() : options);
    }

    /** A line of /etc/hosts. */
    record Host(String name, String address) {
        /** Throws INVALID where the text cannot be read, or leads to no address. */
        static void check(String text) {
            String asStackFiles = text.replaceFirst("[:=]", "=");
            EngineException.about("extra_hosts", asStackFiles, () -> {
                String address = parse(text, IpPrefix.literal("127.0.0.1")).address();
                try {
                    IpPrefix.literal(address);
                } catch (IllegalArgumentException e) {
                    throw EngineException.invalid("extra host \"" + text + "\": " + e.getMessage()
                            + ": a name is led to an address, or to host-gateway");
                }
            });
        }

        /** Reads {@code name:address} or {@code name=address}; {@code host-gateway} stands for {@code gateway}. */
        static Host parse(String text, @Nullable InetAddress gateway) {
            int cut = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
            if (cut <= 0) {
                throw EngineException.invalid("extra host \"" + text + "\" has no address: write name:address");
            }
            var address = text.substring(cut + 1).replaceAll("^\\[|]$", "");
            if (address.equals("host-gateway")) {
                if (gateway == null) {
                    throw EngineException.invalid("extra host \"" + text
                            + "\": this container has no way to the host; host-gateway needs a network that is"
                            + " not internal");
                }
                address = IpPrefix.text(gateway);
            }
            return new Host(text.substring(0, cut), address);
        }
    }

    private static String resolverText(List<String> servers, List<String> search, List<String> options) {
        var text = new StringBuilder();
        servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
        // "search ." is the way to ask for none.
        if (!search.isEmpty() && !search.equals(List.of("."))) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object address, String name) {
        var shown = address instanceof InetAddress ip ? IpPrefix.text(ip) : address;
        text.append(shown).append('\t').append(name).append('\n');
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
