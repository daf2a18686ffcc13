package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.PortBinding;
import dev.jcompose.linux.netlink.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A port to publish: the first of {@code first}..{@code last} that is free on all {@code addresses}; 0 lets the kernel choose.
 *
 * @param addresses of the host, as literals
 */
record PortWish(String protocol, int containerPort, List<String> addresses, int first, int last) {

    /** As a stack file has it. */
    String published() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** All wishes of a container; INVALID with what cannot be read. */
    static List<PortWish> of(CreateContainer request, boolean ipv6) {
        request.config().exposedPorts().keySet().forEach(key -> number(key, key.split("/", 2)[0]));
        var wishes = new ArrayList<PortWish>();
        var reach = request.hostConfig().reach();
        reach.portBindings().forEach((key, bindings) -> {
            if (bindings != null) {
                bindings.forEach(binding -> wishes.add(parse(key, binding, ipv6)));
            }
        });
        if (reach.publishAllPorts()) {
            for (var key : request.config().exposedPorts().keySet()) {
                var bindings = reach.portBindings().get(key);
                if (bindings == null || bindings.isEmpty()) {
                    wishes.add(parse(key, new PortBinding("", ""), ipv6));
                }
            }
        }
        return wishes;
    }

    private static PortWish parse(String key, PortBinding binding, boolean ipv6) {
        var parts = key.split("/", 2);
        var protocol = parts.length == 2 ? parts[1].toLowerCase(Locale.ROOT) : "tcp";
        int containerPort = number(key, parts[0]);
        var range = binding.hostPort().isEmpty()
                ? new String[] {"0"}
                : binding.hostPort().split("-", 2);
        int first = number(binding.hostPort(), range[0]);
        int last = range.length == 2 ? number(binding.hostPort(), range[1]) : first;
        if (last < first) {
            throw EngineException.invalid("port range " + binding.hostPort() + " ends before it begins");
        }
        return new PortWish(protocol, containerPort, addresses(binding.hostIp(), ipv6), first, last);
    }

    private static List<String> addresses(String hostIp, boolean ipv6) {
        if (hostIp.isEmpty()) {
            return ipv6 ? List.of("0.0.0.0", "::") : List.of("0.0.0.0");
        }
        try {
            return List.of(IpPrefix.text(IpPrefix.literal(hostIp.replaceAll("^\\[|]$", ""))));
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid("published port: host address: " + e.getMessage());
        }
    }

    private static int number(String whole, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw EngineException.invalid("\"" + whole + "\" is no port: write a number or a range, and /tcp or /udp");
        }
        throw EngineException.invalid("port " + text + " is out of range: ports go from 0 to 65535");
    }
}
