package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.netlink.Conntrack;
import dev.jcompose.linux.nft.Nft;
import dev.jcompose.linux.nft.NftException;
import dev.jcompose.linux.nft.NftWatch;
import dev.jcompose.store.CrashPoint;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our table in the host's nftables. A change that does not fit what the kernel holds, because somebody flushed the rule set,
 * ends in the whole table made anew from what ought to be there.
 */
final class Firewall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

    private static final int UDP = 17;

    /** What ought to be there. */
    record State(Collection<NetworkRecord> networks, Collection<Sandbox> sandboxes, Forwarding.Guard guard) {}

    private final Nft nft;
    private final FirewallText text;
    private final Supplier<State> state;
    private final NftWatch watch;
    private final HostSide host;

    Firewall(HostSide host, FirewallText text, Supplier<State> state) {
        this.nft = host.call(Nft::open);
        this.text = text;
        this.state = state;
        this.watch = host.call(NftWatch::open);
        this.host = host;
    }

    /**
     * From now on makes the table anew whenever somebody takes it away.
     *
     * @param openObstacles also let containers through the chains of others, now and whenever those were made anew
     */
    void guard(boolean openObstacles) {
        if (openObstacles) {
            openAll();
        }
        watch.start(() -> {
            try {
                if (!isThere()) {
                    LOG.warn("Somebody deleted the firewall table {}: making it anew", text.table());
                    restore();
                }
                if (openObstacles) {
                    openAll();
                }
            } catch (RuntimeException e) {
                LOG.warn("The firewall table {} could not be looked after", text.table(), e);
            }
        });
    }

    private void openAll() {
        for (var obstacle : obstacles()) {
            LOG.info("As asked for, containers are let through another firewall: {}", obstacle.rules());
            nft.apply(String.join("\n", obstacle.rules()));
        }
    }

    /** Chains of others that drop what containers send or get. */
    List<ForeignFirewall.Obstacle> obstacles() {
        return new ForeignFirewall(nft).find();
    }

    /** Lets the kernel decide anew where datagrams to published ports go, which it otherwise sends where it did before. */
    private void forgetDatagrams(Sandbox sandbox) {
        var ports = sandbox.published().stream()
                .filter(each -> each.protocol().equals("udp"))
                .map(PublishedPort::port)
                .collect(Collectors.toSet());
        if (!ports.isEmpty()) {
            try (var connections = host.call(Conntrack::open)) {
                connections.forget(UDP, ports);
            }
        }
    }

    /** How many TCP connections to one of these addresses are open. */
    int connections(Set<InetAddress> servers) {
        try (var connections = host.call(Conntrack::open)) {
            return connections.open(servers);
        }
    }

    /** Makes the whole table anew, in one transaction: established connections go on. */
    void restore() {
        CrashPoint.pass("before the whole firewall");
        try {
            nft.apply(text.whole(state.get()));
            CrashPoint.pass("after the whole firewall");
        } catch (NftException e) {
            throw EngineException.unavailable(
                    "the kernel refused the firewall table " + text.table() + ": " + e.getMessage()
                            + ": nftables with NAT is needed (CONFIG_NF_TABLES_INET, CONFIG_NFT_NAT)",
                    e);
        }
    }

    void add(NetworkRecord network) {
        change(text.add(network));
    }

    void delete(NetworkRecord network) {
        change(text.delete(network));
    }

    void publish(Sandbox sandbox) {
        change(text.publish(sandbox));
        forgetDatagrams(sandbox);
    }

    /** Leads ports from one container, if any, to another, in one transaction: connections that are open go on where they are. */
    void handOver(@Nullable Sandbox from, Sandbox to) {
        change((from == null ? "" : text.unpublish(from)) + text.publish(to));
        forgetDatagrams(to);
    }

    void unpublish(Sandbox sandbox) {
        change(text.unpublish(sandbox));
        forgetDatagrams(sandbox);
    }

    /** The state already contains the change, or its absence: so the whole table is a way to make it too. */
    private void change(String commands) {
        if (commands.isEmpty()) {
            return;
        }
        CrashPoint.pass("before a change of the firewall");
        try {
            nft.apply(commands);
            CrashPoint.pass("after a change of the firewall");
        } catch (NftException e) {
            LOG.info(
                    "Making the firewall table {} anew, since a change of it failed: {}", text.table(), e.getMessage());
            restore();
        }
    }

    /** Takes the table away. */
    void remove() {
        nft.apply("table inet %1$s {}\ndelete table inet %1$s".formatted(text.table()));
    }

    boolean isThere() {
        return nft.list("list tables inet").contains("\"" + text.table() + "\"");
    }

    /**
     * Ends the watch. The table stays while a container has a part in it, and where it bounds what the host forwards, until the
     * boot: that forwarding is on may have become somebody else's need.
     */
    @Override
    public void close() {
        watch.close();
        try {
            State now = state.get();
            if (now.sandboxes().isEmpty() && now.guard().equals(Forwarding.Guard.NONE)) {
                remove();
            }
        } finally {
            nft.close();
        }
    }
}
