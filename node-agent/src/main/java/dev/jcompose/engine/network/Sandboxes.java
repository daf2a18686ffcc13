package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.engine.network.Sandbox.Etc;
import dev.jcompose.engine.network.Sandbox.Inheritance;
import dev.jcompose.engine.network.dns.NameServer;
import dev.jcompose.engine.network.dns.Upstream;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandboxes of running containers: made before a start, changed by connect and disconnect, gone after the end. */
final class Sandboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);

    private final NetworkTable table;
    private final EndpointPlan plan;
    private final Wiring wiring;
    private final Firewall firewall;
    private final HostSide host;
    private final Directory directory = new Directory();
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Map<String, PortHolds> holds = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> wired = new ConcurrentHashMap<>();
    private final ReentrantLock membership;

    /**
     * Held by whoever changes the record of a running container, until the firewall follows it: a handover, a connect, a
     * disconnect, the end. Taken before {@link #membership}.
     */
    private final ReentrantLock turn = new ReentrantLock();

    private final Successions successions = new Successions();
    private final Handover handover;

    /** {@code membership} is held while networks gain or lose members; never over a call of the kernel or the store. */
    Sandboxes(
            NetworkTable table,
            EndpointPlan plan,
            Wiring wiring,
            Firewall firewall,
            HostSide host,
            ReentrantLock membership) {
        this.table = table;
        this.plan = plan;
        this.wiring = wiring;
        this.firewall = firewall;
        this.host = host;
        this.membership = membership;
        this.handover = new Handover(table, firewall, host, live, turn);
    }

    /**
     * Makes the namespace, with what it is for on its way to the disk, and begins with what goes into it ({@link #ready}); or fails
     * and leaves nothing.
     */
    Sandbox attach(String id, String name, String hostname, CreateContainer request) {
        var wishes = PortWish.of(request, host.hasIpv6());
        var sandbox = enter(id, name, hostname, request);
        try {
            sandbox = hold(sandbox, wishes);
            var durable = table.put(sandbox);
            wiring.open(sandbox);
            var whole = sandbox;
            var wiredUp = CompletableFuture.runAsync(() -> wire(whole), Thread::startVirtualThread);
            // Written it is already, which a killed daemon needs; of what a power loss takes nothing is left in the
            // kernel either.
            wired.put(id, CompletableFuture.allOf(wiredUp, durable));
            return sandbox;
        } catch (LinuxException e) {
            detach(id);
            throw failed(name, e);
        } catch (RuntimeException e) {
            detach(id);
            throw e;
        }
    }

    private Sandbox hold(Sandbox sandbox, List<PortWish> wishes) {
        var held = new PortHolds(host, this::publisher);
        holds.put(sandbox.id(), held);
        var from = successions.predecessor(sandbox.id());
        var predecessor = from == null ? null : table.sandbox(from);
        try (var shared =
                predecessor == null ? SharedHolds.none() : successions.holds(sandbox.id(), predecessor.published())) {
            var taken = held.take(sandbox.name(), wishes, shared);
            var inherits = from == null || taken.shared().isEmpty() ? null : new Inheritance(from, taken.shared());
            return sandbox.withPublished(taken.own()).inheriting(inherits);
        }
    }

    private void wire(Sandbox sandbox) {
        try {
            var names = wiring.wire(sandbox);
            live.put(sandbox.id(), new Live(names, List.of()));
            firewall.publish(sandbox);
            serve(sandbox, names);
        } catch (LinuxException e) {
            throw failed(sandbox.name(), e);
        }
    }

    private static EngineException failed(String name, LinuxException e) {
        return EngineException.unavailable(
                "container " + name + ": its network cannot be set up: " + e.getMessage(), e);
    }

    /** Completes when the container's network is whole. */
    CompletableFuture<Void> ready(String id) {
        return wired.getOrDefault(id, CompletableFuture.completedFuture(null));
    }

    void rewire(String id) {
        var sandbox = table.sandbox(id);
        if (sandbox != null) {
            wiring.rewire(sandbox);
        }
    }

    private Sandbox enter(String id, String name, String hostname, CreateContainer request) {
        var stale = table.sandbox(id);
        if (stale != null) {
            detach(id);
        }
        membership.lock();
        try {
            var endpoints = plan.endpoints(id, name, hostname, request);
            var reach = request.hostConfig().reach();
            var bare = new Sandbox(id, name, hostname, endpoints, reach.dns(), List.of(), Etc.NONE, null);
            var sandbox = bare.withEtc(EtcFiles.of(bare, request));
            table.enter(sandbox);
            return sandbox;
        } finally {
            membership.unlock();
        }
    }

    private void serve(Sandbox sandbox, NameServer names) {
        live.put(sandbox.id(), new Live(names, relays(sandbox)));
        sandbox.endpoints().forEach(endpoint -> directory.add(sandbox, endpoint));
        names.serve(
                sandbox.name(),
                directory.zoneOf(table::sandbox, sandbox.id()),
                new Upstream(() -> resolvers(sandbox.id()), host::call));
    }

    private List<LoopbackRelay> relays(Sandbox sandbox) {
        var relays = new ArrayList<LoopbackRelay>();
        var target = sandbox.targets().stream().findFirst();
        for (var port : sandbox.published()) {
            if (LoopbackRelay.serves(port) && target.isPresent()) {
                relays.add(LoopbackRelay.start(
                        host, port.port(), new InetSocketAddress(target.get(), port.containerPort())));
            }
        }
        return relays;
    }

    /** Leads published ports to where the container is reached now. */
    private void retarget(Sandbox before, Sandbox changed) {
        if (before.targets().equals(changed.targets())) {
            return;
        }
        firewall.unpublish(before);
        firewall.publish(changed);
        live.computeIfPresent(changed.id(), (id, each) -> {
            each.relays().forEach(LoopbackRelay::close);
            return new Live(each.names(), relays(changed));
        });
    }

    /** Whom a container's unanswered questions go to: nobody where it has no way out itself. */
    private List<InetAddress> resolvers(String id) {
        var sandbox = table.sandbox(id);
        if (sandbox == null || sandbox.outward() == null) {
            return List.of();
        }
        return sandbox.resolvers().isEmpty()
                ? HostResolver.read().servers()
                : sandbox.resolvers().stream().map(IpPrefix::literal).toList();
    }

    Path namespace(String id) {
        return wiring.namespace(id).path();
    }

    List<Integer> held(String id) {
        var held = holds.get(id);
        return held == null ? List.of() : held.descriptors();
    }

    void handedOver(String id) {
        var held = holds.remove(id);
        if (held != null) {
            held.close();
        }
    }

    /** At its next start {@code id} shares the ports of {@code from}, whose monitor is that process. */
    void succeed(String id, String from, int monitor) {
        successions.expect(id, from, monitor);
    }

    /** Leads to a container the ports that it inherits; nothing happens where it has them. */
    void takeOver(String id) {
        awaitWired(id);
        handover.to(id);
    }

    /** Whether that succeeded or not. */
    private void awaitWired(String id) {
        ready(id).exceptionally(e -> null).join();
    }

    /** Returns when nobody is connected to the container by TCP any more, or patience is over. */
    void drain(String id, Duration patience) throws InterruptedException {
        handover.drain(id, patience);
    }

    /** Takes everything away; may be repeated. */
    void detach(String id) {
        successions.endOf(id);
        handover.heirs(id).forEach(this::awaitWired);
        handover.end(id);
        handedOver(id);
        var begun = wired.remove(id);
        if (begun != null) {
            // Whether it succeeded or not: only then is there all that has to go.
            begun.exceptionally(e -> null).join();
        }
        var gone = live.remove(id);
        if (gone != null) {
            gone.names().close();
            gone.relays().forEach(LoopbackRelay::close);
        }
        var sandbox = table.sandbox(id);
        if (sandbox == null) {
            return;
        }
        sandbox.endpoints().forEach(endpoint -> directory.remove(sandbox, endpoint));
        wiring.tearDown(sandbox);
        StateStore.await(forget(id));
    }

    private CompletableFuture<Void> forget(String id) {
        turn.lock();
        try {
            // Some of its ports may have been handed over meanwhile.
            var sandbox = table.sandbox(id);
            if (sandbox == null) {
                return CompletableFuture.completedFuture(null);
            }
            var forgotten = table.remove(sandbox);
            firewall.unpublish(sandbox);
            return forgotten;
        } finally {
            turn.unlock();
        }
    }

    Endpoint connect(String id, NetworkRecord network, EndpointSettings asked) {
        turn.lock();
        try {
            return connectInTurn(id, network, asked);
        } finally {
            turn.unlock();
        }
    }

    private Endpoint connectInTurn(String id, NetworkRecord network, EndpointSettings asked) {
        Sandbox before;
        Sandbox changed;
        Endpoint added;
        membership.lock();
        try {
            var sandbox = running(id);
            before = sandbox;
            if (sandbox.on(network.id()).isPresent()) {
                throw EngineException.conflict(
                        "container " + sandbox.name() + " is already connected to network " + network.name());
            }
            added = plan.endpoint(
                    id,
                    sandbox.name(),
                    sandbox.hostname(),
                    network,
                    asked,
                    EndpointPlan.device(asked, sandbox.endpoints()));
            var endpoints = new ArrayList<>(sandbox.endpoints());
            endpoints.add(added);
            changed = sandbox.withEndpoints(endpoints);
            table.enter(changed);
        } finally {
            membership.unlock();
        }
        try {
            StateStore.await(table.put(changed));
            wiring.connect(changed, added);
        } catch (RuntimeException e) {
            disconnectInTurn(id, network);
            throw e;
        }
        directory.add(changed, added);
        retarget(before, changed);
        return added;
    }

    void disconnect(String id, NetworkRecord network) {
        turn.lock();
        try {
            disconnectInTurn(id, network);
        } finally {
            turn.unlock();
        }
    }

    private void disconnectInTurn(String id, NetworkRecord network) {
        Sandbox before;
        Sandbox changed;
        Endpoint removed;
        membership.lock();
        try {
            before = running(id);
            removed = before.on(network.id())
                    .orElseThrow(() -> EngineException.conflict(
                            "container " + running(id).name() + " is not connected to network " + network.name()));
            changed = before.withEndpoints(before.endpoints().stream()
                    .filter(each -> !each.equals(removed))
                    .toList());
            table.enter(changed);
        } finally {
            membership.unlock();
        }
        directory.remove(before, removed);
        wiring.disconnect(changed, removed);
        var durable = table.put(changed);
        table.release(removed);
        retarget(before, changed);
        StateStore.await(durable);
    }

    /**
     * After a start of the daemon: what the store does not know goes, what it knows is made whole. A sandbox whose namespace is
     * gone, because the host was booted, is forgotten.
     */
    void restore() {
        try {
            for (var id : wiring.present()) {
                if (table.sandbox(id) == null) {
                    wiring.namespace(id).delete();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the network namespaces", e);
        }
        var threads = new ArrayList<Thread>();
        for (var sandbox : List.copyOf(table.sandboxes())) {
            threads.add(Thread.startVirtualThread(() -> restore(sandbox)));
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void restore(Sandbox sandbox) {
        try {
            if (!wiring.namespace(sandbox.id()).exists()) {
                detach(sandbox.id());
                return;
            }
            serve(sandbox, wiring.rebuild(sandbox));
        } catch (RuntimeException e) {
            LOG.warn("The network of container {} could not be restored", sandbox.name(), e);
        }
    }

    private Optional<String> publisher(PublishedPort port) {
        return table.sandboxes().stream()
                .filter(each -> each.published().stream()
                        .anyMatch(other -> other.port() == port.port()
                                && other.protocol().equals(port.protocol())
                                && other.isIpv4() == port.isIpv4()))
                .map(Sandbox::name)
                .findFirst();
    }

    private Sandbox running(String id) {
        var sandbox = table.sandbox(id);
        if (sandbox == null) {
            throw EngineException.conflict("container " + id + " is not running: it has no network to change");
        }
        return sandbox;
    }

    /** Stops answering; what is in the kernel stays. */
    void close() {
        live.values().forEach(each -> {
            each.names().close();
            each.relays().forEach(LoopbackRelay::close);
        });
        live.clear();
        List.copyOf(holds.keySet()).forEach(this::handedOver);
    }
}
