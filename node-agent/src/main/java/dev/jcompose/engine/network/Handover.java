package dev.jcompose.engine.network;

import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.store.CrashPoint;
import dev.jcompose.store.StateStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Leads published ports from a container to the one that replaces it. Nobody who connects finds nobody: both hold the ports,
 * the firewall changes in one transaction, and connections that are open stay with the old one.
 */
final class Handover {
    private static final Duration STEP = Duration.ofMillis(50);

    private final NetworkTable table;
    private final Firewall firewall;
    private final HostSide host;
    private final Map<String, Live> live;
    private final ReentrantLock turn;

    /** {@code turn} is held while ports are handed over, so that neither of the two changes between record, firewall and relays. */
    Handover(NetworkTable table, Firewall firewall, HostSide host, Map<String, Live> live, ReentrantLock turn) {
        this.table = table;
        this.firewall = firewall;
        this.host = host;
        this.live = live;
        this.turn = turn;
    }

    /** To a container that inherits ports; nothing happens where it has them, or is gone. */
    void to(String id) {
        turn.lock();
        try {
            var heir = table.sandbox(id);
            var inherits = heir == null ? null : heir.inherits();
            if (heir == null || inherits == null) {
                return;
            }
            var ports = inherits.ports();
            var whole = new ArrayList<>(heir.published());
            whole.addAll(ports);
            var changed = heir.withPublished(whole).inheriting(null);
            var from = table.sandbox(inherits.from());
            var durable = from == null ? table.put(changed) : table.put(changed, from.without(ports));
            StateStore.await(durable);
            CrashPoint.pass("between the record of a handed over port and the firewall");
            firewall.handOver(from == null ? null : from.withOnly(ports), heir.withPublished(ports));
            ports.forEach(port -> leadRelay(inherits.from(), changed, port));
        } finally {
            turn.unlock();
        }
    }

    /** The containers that inherit from this one. */
    List<String> heirs(String id) {
        return table.sandboxes().stream()
                .filter(each ->
                        each.inherits() != null && each.inherits().from().equals(id))
                .map(Sandbox::id)
                .toList();
    }

    /** A container ends: its heirs have its ports from now on, and it gets none any more. */
    void end(String id) {
        turn.lock();
        try {
            var ending = table.sandbox(id);
            if (ending != null && ending.inherits() != null) {
                table.enter(ending.inheriting(null));
            }
            heirs(id).forEach(this::to);
        } finally {
            turn.unlock();
        }
    }

    /** A relay goes on listening and leads elsewhere. */
    private void leadRelay(String from, Sandbox heir, PublishedPort port) {
        var target = heir.targets().stream().findFirst();
        if (!LoopbackRelay.serves(port) || target.isEmpty()) {
            return;
        }
        var leads = new InetSocketAddress(target.get(), port.containerPort());
        var before = live.get(from);
        var there = before == null
                ? null
                : before.relays().stream()
                        .filter(each -> each.listensAt(port.port()))
                        .findFirst()
                        .orElse(null);
        if (there != null) {
            there.lead(leads);
            live.computeIfPresent(from, (id, each) -> each.without(there));
        }
        live.computeIfPresent(
                heir.id(),
                (id, each) -> each.with(there != null ? there : LoopbackRelay.start(host, port.port(), leads)));
    }

    /** Returns when nobody is connected to the container by TCP any more, or patience is over. */
    void drain(String id, Duration patience) throws InterruptedException {
        var sandbox = table.sandbox(id);
        if (sandbox == null) {
            return;
        }
        var addresses = sandbox.endpoints().stream()
                .flatMap(each -> each.addresses().stream())
                .map(IpPrefix::address)
                .collect(Collectors.toSet());
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && table.sandbox(id) != null && firewall.connections(addresses) > 0) {
            Thread.sleep(STEP);
        }
    }
}
