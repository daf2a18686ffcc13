package dev.jcompose.agent;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.error.FileFault;
import dev.jcompose.scheduler.manager.Manager;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.NodeInfo;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.scheduler.protocol.ToAgent;
import dev.jcompose.scheduler.protocol.ToManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's agent. The work on one assignment is done by one virtual thread at a time, the newest revision next; different
 * assignments are worked on at once. Nothing that matters lives here alone: a new agent registers and adopts what there is.
 */
public final class Agent extends AbstractBehavior<Agent.Message> {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** What the agent understands. */
    public sealed interface Message {}

    private record FromManager(ToAgent message) implements Message {}

    /** {@code failure} is null where the revision was reached. */
    private record Worked(Assigned assigned, Report report) implements Message {}

    private record Told(Report report) implements Message {}

    private record Looked(long question, Observation observation) implements Message {}

    private record Beat() implements Message {}

    /** A session begins with a registration; it is asked for again until the manager answers. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final NodeInfo node;
    private final ActorRef<Manager.Message> manager;
    private final NodeWork work;
    private final ActorRef<ToAgent> address;
    private final Watch watch;
    private final Map<String, Assigned> assigned = new HashMap<>();
    private final Map<String, Thread> busy = new HashMap<>();
    private long session;
    private long sequence;

    private Agent(ActorContext<Message> context, NodeInfo node, ActorRef<Manager.Message> manager, NodeWork work) {
        super(context);
        this.node = node;
        this.manager = manager;
        this.work = work;
        address = context.messageAdapter(ToAgent.class, FromManager::new);
        watch = work.watch(report -> context.getSelf().tell(new Told(report)));
        register();
    }

    public static Behavior<Message> create(NodeInfo node, ActorRef<Manager.Message> manager, NodeWork work) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Beat(), RETRY, Manager.HEARTBEAT);
            return Behaviors.setup(context -> new Agent(context, node, manager, work));
        });
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onSignal(PostStop.class, signal -> {
                    watch.close();
                    return this;
                })
                .onAnyMessage(this::take)
                .build();
    }

    private Behavior<Message> take(Message message) {
        switch (message) {
            case FromManager from -> fromManager(from.message);
            case Worked worked -> worked(worked);
            case Told told -> report(told.report);
            case Looked looked -> tell(new ToManager.Answer(node.id(), session, looked.question, looked.observation));
            case Beat _ -> {
                if (session == 0) {
                    register();
                } else {
                    tell(new ToManager.Heartbeat(node.id(), session));
                }
            }
        }
        return this;
    }

    private void register() {
        session = 0;
        tell(new ToManager.Register(node));
    }

    private void tell(ToManager message) {
        manager.tell(new Manager.FromAgent(message, address));
    }

    private void report(Report report) {
        if (session != 0) {
            tell(new ToManager.Reports(node.id(), session, List.of(report)));
        }
    }

    private void fromManager(ToAgent message) {
        switch (message) {
            case ToAgent.Complete complete -> {
                session = complete.session();
                sequence = complete.sequence();
                assigned.clear();
                complete.assigned().forEach(each -> assigned.put(each.what().key(), each));
                // Contents before the containers that read them.
                complete.assigned().forEach(this::prepare);
                complete.assigned().forEach(this::pursue);
            }
            case ToAgent.Incremental next
            when next.session() == session -> {
                if (next.sequence() != sequence + 1) {
                    register();
                    return;
                }
                sequence = next.sequence();
                next.forgotten().forEach(this::forget);
                next.changed().forEach(each -> assigned.put(each.what().key(), each));
                next.changed().forEach(this::prepare);
                next.changed().forEach(this::pursue);
            }
            case ToAgent.Ask ask when ask.session() == session -> look(ask.question(), ask.query());
            case ToAgent.Unknown unknown when unknown.session() == session -> register();
            case ToAgent.Incremental _, ToAgent.Ask _, ToAgent.Unknown _ -> {} // of another session: stale
        }
    }

    private void forget(String key) {
        Assigned was = assigned.remove(key);
        if (was != null && was.what() instanceof Assignment.Content content) {
            work.forget(content);
        }
        Thread at = busy.get(key);
        if (at != null && was != null && was.what().mayBreakOff()) {
            at.interrupt();
        }
    }

    private void prepare(Assigned each) {
        if (each.what() instanceof Assignment.Content content) {
            work.keep(content);
        }
    }

    /** Works towards the newest revision of an assignment, unless somebody is at it. */
    private void pursue(Assigned each) {
        String key = each.what().key();
        if (each.what() instanceof Assignment.Content) {
            report(new Report.Done(key, each.revision()));
        } else if (!busy.containsKey(key)) {
            ActorRef<Message> self = getContext().getSelf();
            busy.put(
                    key,
                    Thread.ofVirtual()
                            .name("agent " + key)
                            .start(() -> self.tell(new Worked(each, reach(self, each)))));
        }
    }

    private Report reach(ActorRef<Message> self, Assigned each) {
        String key = each.what().key();
        try {
            if (each.settled()) {
                work.adopt(each.what(), report -> self.tell(new Told(report)));
            } else {
                work.reach(each, report -> self.tell(new Told(report)));
            }
            return new Report.Done(key, each.revision());
        } catch (EngineException e) {
            return new Report.Failed(
                    key, each.revision(), e.kind(), String.valueOf(e.getMessage()), work.place(each.what(), e));
        } catch (RuntimeException e) {
            LOG.error("{}", key, e);
            return new Report.Failed(key, each.revision(), ErrorKind.INTERNAL, FileFault.told(e), "");
        }
    }

    private void worked(Worked worked) {
        String key = worked.assigned.what().key();
        busy.remove(key);
        report(worked.report);
        Assigned newest = assigned.get(key);
        if (newest != null && newest.revision() != worked.assigned.revision()) {
            pursue(newest);
        }
    }

    private void look(long question, Query query) {
        ActorRef<Message> self = getContext().getSelf();
        Thread.ofVirtual().name("agent look").start(() -> self.tell(new Looked(question, work.look(query))));
    }
}
