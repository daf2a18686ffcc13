package dev.jcompose.engine.network;

import dev.jcompose.linux.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules of an instance in the language of nft. Rules never change: they look things up in sets and maps, and a network or
 * a published port is an element more or less.
 *
 * <p>Who may enter a bridge: answers, and what a published port led there. Who may leave one: everybody but to another bridge,
 * and nobody from an internal one. Where we made the host forward at all, it forwards for bridges of the group alone.
 */
record FirewallText(String table) {
    /** The link group of every bridge of every instance: the letters "jc". */
    static final int GROUP = 0x6a63;

    private static final String GUARD = "meta nfproto %s iifgroup != %d oifgroup != %d drop\n";

    /** Replaces the whole table in one transaction. */
    String whole(Firewall.State state) {
        var text = new StringBuilder();
        text.append("table inet ").append(table).append(" {}\n");
        text.append("delete table inet ").append(table).append('\n');
        text.append("table inet ").append(table).append(" {\n").append(SETS).append(CHAINS);
        text.append("chain forward { type filter hook forward priority filter; policy accept;\n");
        text.append("oifname @bridges jump into\n");
        text.append("iifname @internal drop\n");
        if (state.guard().ipv4()) {
            text.append(GUARD.formatted("ipv4", GROUP, GROUP));
        }
        if (state.guard().ipv6()) {
            text.append(GUARD.formatted("ipv6", GROUP, GROUP));
        }
        text.append("}\n}\n");
        state.networks().stream().filter(NetworkRecord::isBridge).forEach(network -> text.append(add(network)));
        state.sandboxes().forEach(sandbox -> text.append(publish("add", sandbox)));
        return text.toString();
    }

    String add(NetworkRecord network) {
        return elements("add", network);
    }

    String delete(NetworkRecord network) {
        return elements("delete", network);
    }

    String publish(Sandbox sandbox) {
        return publish("add", sandbox);
    }

    String unpublish(Sandbox sandbox) {
        return publish("delete", sandbox);
    }

    private String elements(String verb, NetworkRecord network) {
        var text = new StringBuilder();
        var bridge = "\"" + network.bridge() + "\"";
        element(text, verb, "bridges", bridge);
        if (!network.isolatesContainers()) {
            element(text, verb, "same", bridge + " . " + bridge);
        }
        if (network.flags().internal()) {
            element(text, verb, "internal", bridge);
        }
        for (var subnet : network.subnets()) {
            var family = subnet.isIpv4() ? "4" : "6";
            element(text, verb, "subnets" + family, subnet.prefix().toString());
            if (network.masquerades()) {
                element(text, verb, "masquerade" + family, subnet.prefix().toString());
            }
        }
        return text.toString();
    }

    private String publish(String verb, Sandbox sandbox) {
        var targets = sandbox.targets();
        var text = new StringBuilder();
        sandbox.published().stream()
                .flatMap(port -> targets.stream()
                        .filter(target -> (target.getAddress().length == 4) == port.isIpv4())
                        .map(target -> element(verb, port, target)))
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new))
                .forEach(text::append);
        return text.toString();
    }

    private String element(String verb, PublishedPort port, InetAddress target) {
        var family = port.isIpv4() ? "4" : "6";
        var key = port.protocol() + " . " + port.port();
        if (!port.ip().isAnyLocalAddress()) {
            key = port.address() + " . " + key;
        }
        var text = new StringBuilder();
        element(
                text,
                verb,
                (port.ip().isAnyLocalAddress() ? "any" : "bound") + family,
                key + " : " + IpPrefix.text(target) + " . " + port.containerPort());
        return text.toString();
    }

    private void element(StringBuilder text, String verb, String set, String element) {
        text.append("%s element inet %s %s { %s }\n".formatted(verb, table, set, element));
    }

    private static final String SETS = """
            set bridges { type ifname; }
            set same { type ifname . ifname; }
            set internal { type ifname; }
            set subnets4 { type ipv4_addr; flags interval; }
            set subnets6 { type ipv6_addr; flags interval; }
            set masquerade4 { type ipv4_addr; flags interval; }
            set masquerade6 { type ipv6_addr; flags interval; }
            map any4 { type inet_proto . inet_service : ipv4_addr . inet_service; }
            map any6 { type inet_proto . inet_service : ipv6_addr . inet_service; }
            map bound4 { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; }
            map bound6 { type ipv6_addr . inet_proto . inet_service : ipv6_addr . inet_service; }
            """;

    // Loopback addresses are translated for the host's own packets alone: whatever else bears one has no business here.
    // Every packet of the host passes here, most with no such address: looking the bridge up first took 0.2 us of each.
    // Traffic of containers that a published port leads to a container wears the bridge's address, lest the answer go
    // astray.
    private static final String CHAINS = """
            chain raw { type filter hook prerouting priority raw; policy accept;
            ip daddr 127.0.0.0/8 iifname @bridges drop
            ip saddr 127.0.0.0/8 iifname @bridges drop
            }
            chain prerouting { type nat hook prerouting priority dstnat; policy accept;
            ip daddr 127.0.0.0/8 return
            ip6 daddr ::1 return
            fib daddr type local jump published
            }
            chain output { type nat hook output priority -100; policy accept;
            ip6 daddr ::1 return
            fib daddr type local jump published
            }
            chain published {
            dnat ip to ip daddr . meta l4proto . th dport map @bound4
            dnat ip6 to ip6 daddr . meta l4proto . th dport map @bound6
            dnat ip to meta l4proto . th dport map @any4
            dnat ip6 to meta l4proto . th dport map @any6
            }
            chain postrouting { type nat hook postrouting priority srcnat; policy accept;
            oifname @bridges ip saddr 127.0.0.0/8 masquerade
            oifname @bridges ct status dnat ip saddr @subnets4 masquerade
            oifname @bridges ct status dnat ip6 saddr @subnets6 masquerade
            oifname != @bridges ip saddr @masquerade4 masquerade
            oifname != @bridges ip6 saddr @masquerade6 masquerade
            }
            chain into {
            ct state established,related accept
            ct status dnat accept
            iifname . oifname @same accept
            drop
            }
            """;

    /** The names of the sets and maps, for tests that compare with the kernel. */
    static List<String> sets() {
        return SETS.lines().map(line -> line.split(" ", -1)[1]).toList();
    }
}
