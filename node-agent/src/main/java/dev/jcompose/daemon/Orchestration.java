package dev.jcompose.daemon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jcompose.agent.Agent;
import dev.jcompose.agent.NodeWork;
import dev.jcompose.scheduler.manager.Manager;
import dev.jcompose.scheduler.manager.ManagerStart;
import dev.jcompose.scheduler.manager.Stacks;
import dev.jcompose.scheduler.protocol.NodeInfo;
import dev.jcompose.store.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A cluster of one: the manager and this node's agent in a local actor system. An agent that ends is followed by a new one. */
public final class Orchestration implements AutoCloseable {

    private static final Config LOCAL = ConfigFactory.parseString("""
                    pekko.loglevel = WARNING
                    pekko.stdout-loglevel = WARNING
                    pekko.jvm-shutdown-hooks = off
                    pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    pekko.log-dead-letters = off
                    # Only heartbeats are timed: its thread need not wake a hundred times a second.
                    pekko.scheduler.tick-duration = 100ms
                    pekko.actor.default-dispatcher.fork-join-executor.parallelism-max = 2
                    """)
            .withFallback(ConfigFactory.defaultReference(Orchestration.class.getClassLoader()));

    private final ActorSystem<Manager.Message> system;
    private final Stacks stacks;

    private Orchestration(ActorSystem<Manager.Message> system, Stacks stacks) {
        this.system = system;
        this.stacks = stacks;
    }

    /** Begins the session of manager and agent, and goes on with what a stop of the daemon cut off. */
    public static Orchestration start(StateStore store, Path keyFile, NodeInfo node, NodeWork work) {
        ManagerStart manager = new ManagerStart(store, keyFile);
        ActorSystem<Manager.Message> system = ActorSystem.create(
                Behaviors.setup(context -> guardian(context, manager, node, work)), "jcompose", LOCAL);
        Stacks stacks = manager.stacks(system, node.id());
        stacks.restore();
        return new Orchestration(system, stacks);
    }

    /** Hands every message on to the manager. */
    private static Behavior<Manager.Message> guardian(
            ActorContext<Manager.Message> context, ManagerStart start, NodeInfo node, NodeWork work) {
        ActorRef<Manager.Message> manager = context.spawn(start.behavior(), "manager");
        spawnAgent(context, manager, node, work);
        return Behaviors.receive(Manager.Message.class)
                .onAnyMessage(message -> {
                    manager.tell(message);
                    return Behaviors.same();
                })
                .onSignal(Terminated.class, ended -> {
                    spawnAgent(context, manager, node, work);
                    return Behaviors.same();
                })
                .build();
    }

    private static void spawnAgent(
            ActorContext<Manager.Message> context, ActorRef<Manager.Message> manager, NodeInfo node, NodeWork work) {
        Behavior<Agent.Message> agent = Behaviors.supervise(Agent.create(node, manager, work))
                .onFailure(SupervisorStrategy.restart().withLimit(10, Duration.ofMinutes(1)));
        context.watch(context.spawnAnonymous(agent));
    }

    public Stacks stacks() {
        return stacks;
    }

    ActorSystem<Manager.Message> system() {
        return system;
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
