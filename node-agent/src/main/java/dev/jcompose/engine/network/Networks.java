package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkInspect;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.container.Connectivity;
import dev.jcompose.engine.event.Events;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.store.StateStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of an engine, and the network side of its containers' lives. References are ids, names or unambiguous beginnings
 * of ids. All methods may be called from any thread; those that name one container, for one container, from one at a time.
 */
public final class Networks implements Connectivity, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);

    private final NetworkTable table;
    private final NetworkEvents events;
    private final NetworkForm form;
    private final Bridges bridges;
    private final IdleBridge idle;
    private final Firewall firewall;
    private final EndpointPlan plan;
    private final Sandboxes sandboxes;
    private final Leftovers leftovers;
    private final ReentrantLock membership = new ReentrantLock();

    /** Reads what the store knows; {@link #restore} brings the kernel in line with it. */
    public Networks(EngineConfig config, StateStore store, HostSide host, Events events) {
        var names = new KernelNames(config.instance());
        var forwarding = new Forwarding(host, config.runRoot());
        this.table = new NetworkTable(store);
        this.events = new NetworkEvents(events);
        this.form = new NetworkForm(names, host, table);
        this.firewall = new Firewall(
                host,
                new FirewallText(names.table()),
                () -> new Firewall.State(table.networks(), table.sandboxes(), forwarding.guard()));
        this.bridges = new Bridges(host, forwarding, firewall);
        this.idle = new IdleBridge(table, bridges);
        this.plan = new EndpointPlan(table, names);
        var wiring = new Wiring(host, config.runRoot().resolve("netns"), table::find, bridges);
        this.sandboxes = new Sandboxes(table, plan, wiring, firewall, host, membership);
        this.leftovers = new Leftovers(host, names, table);
    }

    /**
     * Brings the kernel in line with the store: deletes what is ours by name and unknown, makes what is missing, answers
     * questions again. Containers that run do not notice.
     *
     * @param openObstacles add rules to the chains of other firewalls that drop what containers send or get, now and when
     *     they are made anew: only where the user asked for it
     */
    public void restore(boolean openObstacles) {
        form.predefined().forEach(each -> StateStore.await(table.put(each)));
        leftovers.delete();
        firewall.restore();
        table.networks().stream().filter(this::wantsBridge).forEach(bridges::restore);
        sandboxes.restore();
        idle.removeIdle();
        firewall.guard(openObstacles);
        obstacles().forEach(LOG::warn);
    }

    /** What other firewalls of the host do to containers, each with the rules that would let them through. */
    public List<String> obstacles() {
        return firewall.obstacles().stream()
                .map(ForeignFirewall.Obstacle::toString)
                .toList();
    }

    public NetworkInspect create(CreateNetwork request) {
        NetworkRecord network;
        membership.lock();
        try {
            network = form.create(request);
            table.enter(network);
        } finally {
            membership.unlock();
        }
        try {
            StateStore.await(table.put(network));
            if (network.isBridge()) {
                firewall.add(network);
                bridges.with(network, link -> {});
            }
        } catch (RuntimeException e) {
            erase(network);
            throw e;
        }
        events.publish(network, "create");
        return form.show(network, List.of());
    }

    public NetworkInspect inspect(String reference) {
        var network = table.find(reference);
        return form.show(network, table.members(network.id()));
    }

    /** All networks by the time of their making, without their containers. */
    public List<NetworkInspect> list() {
        return table.networks().stream()
                .sorted(Comparator.comparing(NetworkRecord::created))
                .map(network -> form.show(network, List.of()))
                .toList();
    }

    /** CONFLICT while a running container is connected. */
    public void remove(String reference) {
        var network = table.find(reference);
        if (network.isPredefined()) {
            throw new EngineException(
                    dev.jcompose.api.error.ErrorKind.FORBIDDEN,
                    network.name() + " is a pre-defined network and cannot be removed");
        }
        membership.lock();
        try {
            var members = table.members(network.id());
            if (!members.isEmpty()) {
                throw EngineException.conflict("error while removing network: network " + network.name()
                        + " has active endpoints: "
                        + members.stream().map(Sandbox::name).sorted().toList() + ": stop or disconnect them first");
            }
            table.leave(network);
        } finally {
            membership.unlock();
        }
        erase(network);
        events.publish(network, "destroy");
    }

    /** Removes the networks that no running container and none of {@code inUse} (ids or names) needs; their names. */
    public List<String> prune(java.util.function.Predicate<NetworkInspect> wanted, Collection<String> inUse) {
        var gone = table.networks().stream()
                .filter(each -> !each.isPredefined() && !inUse.contains(each.id()) && !inUse.contains(each.name()))
                .filter(each -> table.members(each.id()).isEmpty())
                .filter(each -> wanted.test(form.show(each, List.of())))
                .map(each -> {
                    remove(each.id());
                    return each.name();
                })
                .toList();
        events.pruned();
        return gone;
    }

    private void erase(NetworkRecord network) {
        var forgotten = table.remove(network);
        if (network.isBridge()) {
            bridges.remove(network, () -> false);
            firewall.delete(network);
        }
        StateStore.await(forgotten);
    }

    /** INVALID or NOT_FOUND where a container asks for what there is not; takes nothing. */
    @Override
    public void check(CreateContainer request) {
        plan.wanted(request);
        PortWish.of(request, true);
        request.hostConfig().reach().extraHosts().forEach(EtcFiles.Host::check);
    }

    /** Gives a container its network before its start, or fails and leaves nothing. */
    @Override
    public Joined attach(String id, String name, String hostname, CreateContainer request) {
        return switch (NetworkMode.of(request)) {
            case NetworkMode.Bridged bridged -> {
                if (plan.wanted(request).keySet().stream().anyMatch(NetworkRecord::isDefault)) {
                    settleDefault();
                }
                var sandbox = sandboxes.attach(id, name, hostname, request);
                yield new Joined(
                        sandboxes.namespace(id),
                        sandbox.etc().hosts(),
                        sandbox.etc().resolv(),
                        sandboxes.held(id),
                        sandboxes.ready(id));
            }
            case NetworkMode.Host host -> without(EtcFiles.ofHost(request));
            case NetworkMode.None none -> without(EtcFiles.ofNone(request));
            case NetworkMode.Other other -> without(shared(other, request));
        };
    }

    /** The default network, whose bridge comes and goes, moves when somebody else took its subnet while nobody used it. */
    private void settleDefault() {
        membership.lock();
        try {
            table.named(NetworkRecord.DEFAULT)
                    .filter(each -> table.members(each.id()).isEmpty())
                    .flatMap(form::moved)
                    .ifPresent(moved -> {
                        LOG.info(
                                "Moving the default network to {}, since its subnet is in use on this host",
                                moved.ipam());
                        table.leave(moved);
                        StateStore.await(table.put(moved));
                        firewall.restore();
                    });
        } finally {
            membership.unlock();
        }
    }

    private Sandbox.Etc shared(NetworkMode.Other other, CreateContainer request) {
        return table.sandboxes().stream()
                .filter(each ->
                        each.id().equals(other.container()) || each.name().equals(other.container()))
                .map(Sandbox::etc)
                .findFirst()
                .orElseGet(() -> EtcFiles.ofHost(request));
    }

    private static Joined without(Sandbox.Etc etc) {
        return new Joined(null, etc.hosts(), etc.resolv(), List.of(), CompletableFuture.completedFuture(null));
    }

    @Override
    public void rewire(String id) {
        sandboxes.rewire(id);
    }

    /** The monitor has inherited the descriptors of {@link Joined#held}, or never will. */
    @Override
    public void handedOver(String id) {
        sandboxes.handedOver(id);
    }

    @Override
    public void succeed(String id, String from, int monitor) {
        sandboxes.succeed(id, from, monitor);
    }

    @Override
    public void takeOver(String id) {
        sandboxes.takeOver(id);
    }

    @Override
    public void drain(String id, Duration patience) throws InterruptedException {
        sandboxes.drain(id, patience);
    }

    /** Takes a container's network away; nothing happens where there is none. */
    @Override
    public void detach(String id) {
        var sandbox = table.sandbox(id);
        sandboxes.detach(id);
        if (sandbox != null) {
            // Of those it was on some may be gone by now: it was their last member.
            table.networks().stream()
                    .filter(each -> each.isDefault() && sandbox.on(each.id()).isPresent())
                    .forEach(idle::left);
        }
    }

    /** Detaches all but these: at a start of the daemon, when no build of the last one can be running. */
    public void keepOnly(Collection<String> containers) {
        for (var id : attachedIds()) {
            if (!containers.contains(id)) {
                try {
                    detach(id);
                } catch (RuntimeException e) {
                    LOG.error("The network of {}, which no record knows, cannot be taken away yet", id, e);
                }
            }
        }
    }

    /** The containers that have a network of their own now. */
    public List<String> attachedIds() {
        return table.sandboxes().stream().map(Sandbox::id).toList();
    }

    @Override
    public void tell(String id, boolean joined) {
        var sandbox = table.sandbox(id);
        if (sandbox != null) {
            sandbox.endpoints()
                    .forEach(each -> events.publish(table.find(each.network()), joined ? "connect" : "disconnect", id));
        }
    }

    @Override
    public CreateContainer connect(
            String reference, String container, CreateContainer request, EndpointSettings asked) {
        var network = table.find(reference);
        var mode = NetworkMode.of(request);
        if (mode instanceof NetworkMode.Host || mode instanceof NetworkMode.Other) {
            throw EngineException.conflict("container " + container + " cannot be connected to network "
                    + network.name() + ": it has the network of the host or of another container");
        }
        var wanted = new LinkedHashMap<>(plan.wanted(request));
        if (wanted.putIfAbsent(network, asked) != null) {
            throw EngineException.conflict(
                    "container " + container + " is already connected to network " + network.name());
        }
        EndpointPlan.check(network, asked);
        if (table.sandbox(container) != null) {
            sandboxes.connect(container, network, asked);
            events.publish(network, "connect", container);
        }
        return NetworkWish.of(request, wanted);
    }

    @Override
    public CreateContainer disconnect(String reference, String container, CreateContainer request) {
        var network = table.find(reference);
        var wanted = new LinkedHashMap<>(plan.wanted(request));
        if (wanted.remove(network) == null) {
            throw EngineException.conflict("container " + container + " is not connected to network " + network.name());
        }
        if (table.sandbox(container) != null) {
            sandboxes.disconnect(container, network);
        }
        events.publish(network, "disconnect", container);
        return NetworkWish.of(request, wanted);
    }

    @Override
    public List<String> addresses(String id) {
        var sandbox = table.sandbox(id);
        return sandbox == null
                ? List.of()
                : sandbox.endpoints().stream()
                        .flatMap(each -> each.addresses().stream())
                        .map(each -> IpPrefix.text(each.address()))
                        .toList();
    }

    /** What the inspection of a container shows, running or not. */
    @Override
    public NetworkSettings settings(String id, String name, String hostname, CreateContainer request) {
        return new SettingsView(table, plan, sandboxes).of(id, name, hostname, request);
    }

    private boolean wantsBridge(NetworkRecord network) {
        return network.isBridge()
                && (!network.isDefault() || !table.members(network.id()).isEmpty());
    }

    /** Takes the firewall's table away as well: for a data root that is about to be deleted. */
    public void uninstall() {
        firewall.remove();
    }

    /** Ends this process's part: names and [::1] pause, all else of containers that run goes on. */
    @Override
    public void close() {
        sandboxes.close();
        idle.close();
        firewall.close();
    }
}
