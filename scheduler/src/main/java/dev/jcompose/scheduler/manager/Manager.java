package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.cluster.Cluster;
import dev.jcompose.scheduler.cluster.NodeState;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.NodeInfo;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.scheduler.protocol.ToAgent;
import dev.jcompose.scheduler.protocol.ToManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one who hands assignments to agents: a shell round {@link Cluster}. A change is durable before its agent hears of
 * it; a session ends when three heartbeats are missed.
 */
public final class Manager extends AbstractBehavior<Manager.Message> {
    private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** What the manager understands. */
    public sealed interface Message {}

    /** {@code agent} is where the answer goes. */
    public record FromAgent(ToManager message, ActorRef<ToAgent> agent) implements Message {}

    /** Completes with the revision of each key when the change is durable and sent. */
    record Change(String node, List<Assignment> to, CompletableFuture<Map<String, Long>> done) implements Message {}

    record Look(String node, Query query, CompletableFuture<Observation> answer) implements Message {}

    record Show(CompletableFuture<Cluster> answer) implements Message {}

    /** Takes tasks back without a word to their agent: nothing is left of them. */
    record Forget(List<String> keys, CompletableFuture<Void> done) implements Message {}

    /** As {@link Forget}, of those keys that still have the revision given. */
    record Withdraw(Map<String, Long> revisions) implements Message {}

    /** Whoever watches is called on the actor's thread and must not block. */
    record Watch(BiConsumer<Assigned, Report> watcher) implements Message {}

    record Unwatch(BiConsumer<Assigned, Report> watcher) implements Message {}

    private record Durable(String node, List<Assigned> changed, CompletableFuture<Map<String, Long>> done)
            implements Message {}

    private record Tick() implements Message {}

    private final AssignmentTable table;
    private final InstantSource clock;
    private final Map<String, ActorRef<ToAgent>> agents = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private final Map<Long, Look> questions = new LinkedHashMap<>();
    private final List<BiConsumer<Assigned, Report>> watchers = new ArrayList<>();
    private Cluster cluster;
    private long question;

    private Manager(ActorContext<Message> context, AssignmentTable table, InstantSource clock) {
        super(context);
        this.table = table;
        this.clock = clock;
        cluster = table.load();
    }

    static Behavior<Message> create(AssignmentTable table, InstantSource clock) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), HEARTBEAT);
            return Behaviors.setup(context -> new Manager(context, table, clock));
        });
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::take).build();
    }

    private Behavior<Message> take(Message message) {
        switch (message) {
            case FromAgent from -> fromAgent(from.message, from.agent);
            case Change change -> change(change);
            case Durable durable -> send(durable);
            case Look look -> look(look);
            case Show show -> show.answer.complete(cluster);
            case Forget forget -> {
                forget.keys.forEach(this::forget);
                forget.done.complete(null);
            }
            case Withdraw withdraw -> withdraw.revisions.forEach(this::withdraw);
            case Watch watch -> watchers.add(watch.watcher);
            case Unwatch unwatch -> watchers.remove(unwatch.watcher);
            case Tick _ -> expire();
        }
        return this;
    }

    private void fromAgent(ToManager message, ActorRef<ToAgent> agent) {
        switch (message) {
            case ToManager.Register register -> register(register.node(), agent);
            case ToManager.Heartbeat beat -> {
                if (current(beat.node(), beat.session(), agent)) {
                    heard.put(beat.node(), clock.instant());
                }
            }
            case ToManager.Reports reports -> {
                if (current(reports.node(), reports.session(), agent)) {
                    reports.reports().forEach(report -> report(reports.node(), report));
                }
            }
            case ToManager.Answer answer -> {
                Look asked = questions.remove(answer.question());
                if (asked != null) {
                    asked.answer.complete(answer.observation());
                }
            }
        }
    }

    private boolean current(String node, long session, ActorRef<ToAgent> agent) {
        boolean current = cluster.node(node).session() == session;
        if (!current) {
            agent.tell(new ToAgent.Unknown(session));
        }
        return current;
    }

    private void register(NodeInfo info, ActorRef<ToAgent> agent) {
        cluster = cluster.registered(info);
        agents.put(info.id(), agent);
        heard.put(info.id(), clock.instant());
        NodeState node = cluster.node(info.id());
        agent.tell(new ToAgent.Complete(
                node.session(), node.sequence(), List.copyOf(node.assigned().values())));
        questions.forEach((number, look) -> ask(number, look));
    }

    private void change(Change change) {
        cluster = cluster.assigned(change.node, change.to);
        List<Assigned> changed = change.to.stream()
                .map(assignment -> cluster.node(change.node).assigned().get(assignment.key()))
                .filter(java.util.Objects::nonNull)
                .toList();
        var _ = table.save(change.node, changed).whenComplete((ok, failure) -> {
            if (failure == null) {
                getContext().getSelf().tell(new Durable(change.node, changed, change.done));
            } else {
                change.done.completeExceptionally(failure);
            }
        });
    }

    private void send(Durable durable) {
        tell(durable.node, durable.changed, List.of());
        Map<String, Long> revisions = new HashMap<>();
        durable.changed.forEach(assigned -> revisions.put(assigned.what().key(), assigned.revision()));
        durable.done.complete(revisions);
    }

    private void tell(String node, List<Assigned> changed, List<String> forgotten) {
        ActorRef<ToAgent> agent = agents.get(node);
        if (agent != null && cluster.node(node).ready()) {
            cluster = cluster.sent(node);
            NodeState now = cluster.node(node);
            agent.tell(new ToAgent.Incremental(now.session(), now.sequence(), changed, forgotten));
        }
    }

    private void report(String node, Report report) {
        Assigned about = cluster.node(node).assigned().get(report.key());
        if (about == null) {
            return;
        }
        if (report instanceof Report.Done done) {
            reached(node, done, about);
        }
        boolean oneOffGone = report instanceof Report.Seen seen
                && seen.container() == null
                && about.settled()
                && about.what() instanceof Assignment.Container container
                && container.task().oneOff();
        if (oneOffGone) {
            forget(report.key());
        }
        watchers.forEach(watcher -> watcher.accept(about, report));
    }

    private void reached(String node, Report.Done done, Assigned about) {
        if (about.settled() || about.revision() != done.revision()) {
            return;
        }
        cluster = cluster.reached(node, done.key(), done.revision());
        Assigned now = cluster.node(node).assigned().get(done.key());
        if (now != null) {
            var _ = table.settle(node, now).exceptionally(this::lostSettlement);
        } else {
            var _ = table.forget(node, List.of(about.what().key())).exceptionally(this::lostSettlement);
            tell(node, List.of(), List.of(done.key()));
        }
    }

    /** Not fatal: an assignment that is not known to be settled is sent again, and what holds already costs nothing. */
    private Void lostSettlement(Throwable failure) {
        LOG.warn("what was settled could not be stored", failure);
        return null;
    }

    private void forget(String key) {
        String node = cluster.nodeOf(key);
        if (node != null) {
            cluster = cluster.forgotten(node, key);
            tell(node, List.of(), List.of(key));
            var _ = table.forget(node, List.of(key)).exceptionally(this::lostSettlement);
        }
    }

    private void withdraw(String key, long revision) {
        String node = cluster.nodeOf(key);
        Assigned now = node == null ? null : cluster.node(node).assigned().get(key);
        if (now != null && now.revision() == revision) {
            forget(key);
        }
    }

    private void look(Look look) {
        questions.put(++question, look);
        ask(question, look);
    }

    /** A question to an agent that is away is asked again when it registers. */
    private void ask(long number, Look look) {
        ActorRef<ToAgent> agent = agents.get(look.node);
        if (agent != null && cluster.node(look.node).ready()) {
            agent.tell(new ToAgent.Ask(cluster.node(look.node).session(), number, look.query));
        }
    }

    private void expire() {
        Instant oldest = clock.instant().minus(HEARTBEAT.multipliedBy(3));
        for (NodeState node : cluster.nodes().values()) {
            if (node.ready() && heard.getOrDefault(node.id(), Instant.MIN).isBefore(oldest)) {
                cluster = cluster.lost(node.id());
                agents.remove(node.id());
                LOG.warn("node {} has not been heard of for 15 s", node.id());
            }
        }
        questions.values().removeIf(look -> look.answer.isDone());
    }

    static EngineException away(String node) {
        return EngineException.unavailable(
                "the agent of node " + node + " does not answer; it is tried again when it registers", null);
    }
}
