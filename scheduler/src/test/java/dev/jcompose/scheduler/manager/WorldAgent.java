package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.NodeInfo;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.scheduler.protocol.ToAgent;
import dev.jcompose.scheduler.protocol.ToManager;
import dev.jcompose.scheduler.reconcile.NodeWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An agent that speaks the protocol for a simulated node. {@code fails} says which assignments cannot be reached, and why. */
final class WorldAgent {

    static final NodeInfo NODE = new NodeInfo("node-1", "node-1", "linux", "amd64", Map.of());

    private final NodeWorld world;
    private final Predicate<Assignment> fails;
    private final ActorRef<Manager.Message> manager;
    private long session;

    private WorldAgent(NodeWorld world, Predicate<Assignment> fails, ActorRef<Manager.Message> manager) {
        this.world = world;
        this.fails = fails;
        this.manager = manager;
    }

    static Behavior<ToAgent> create(NodeWorld world, Predicate<Assignment> fails, ActorRef<Manager.Message> manager) {
        return Behaviors.setup(context -> {
            WorldAgent agent = new WorldAgent(world, fails, manager);
            manager.tell(new Manager.FromAgent(new ToManager.Register(NODE), context.getSelf()));
            return Behaviors.receive(ToAgent.class)
                    .onAnyMessage(message -> {
                        agent.take(message, context.getSelf());
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private void take(ToAgent message, ActorRef<ToAgent> self) {
        switch (message) {
            case ToAgent.Complete complete -> {
                session = complete.session();
                world.sessions.incrementAndGet();
                complete.assigned().stream().filter(each -> !each.settled()).forEach(each -> reach(each, self));
            }
            case ToAgent.Incremental next -> next.changed().forEach(each -> reach(each, self));
            case ToAgent.Ask ask ->
                tell(new ToManager.Answer(NODE.id(), session, ask.question(), world.look(ask.query())), self);
            case ToAgent.Unknown _ -> tell(new ToManager.Register(NODE), self);
        }
    }

    private void reach(Assigned assigned, ActorRef<ToAgent> self) {
        String key = assigned.what().key();
        List<Report> reports = new ArrayList<>();
        if (fails.test(assigned.what())) {
            reports.add(new Report.Failed(key, assigned.revision(), ErrorKind.CONFLICT, "port 8080 is taken", ""));
        } else {
            world.reach(assigned.what());
            if (assigned.what() instanceof Assignment.Container container) {
                reports.add(new Report.Seen(key, world.status(container.task().id())));
            }
            reports.add(new Report.Done(key, assigned.revision()));
        }
        tell(new ToManager.Reports(NODE.id(), session, reports), self);
    }

    private void tell(ToManager message, ActorRef<ToAgent> self) {
        manager.tell(new Manager.FromAgent(message, self));
    }
}
