package dev.jcompose.scheduler.manager;

import dev.jcompose.scheduler.cluster.Cluster;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.store.StateStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/** The manager for blocking callers on virtual threads. */
record ManagerClient(ActorRef<Manager.Message> manager) {

    private static final long PATIENCE_SECONDS = 60;

    Cluster cluster() {
        CompletableFuture<Cluster> answer = new CompletableFuture<>();
        manager.tell(new Manager.Show(answer));
        return answer.join();
    }

    /** Durable and sent; answers the revision of each key. */
    Map<String, Long> assign(String node, List<Assignment> to) {
        CompletableFuture<Map<String, Long>> done = new CompletableFuture<>();
        manager.tell(new Manager.Change(node, to, done));
        return StateStore.await(done);
    }

    Observation look(String node, Query query) {
        CompletableFuture<Observation> answer = new CompletableFuture<>();
        manager.tell(new Manager.Look(node, query, answer));
        return answer.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenApply(seen -> {
                    if (seen == null) {
                        throw Manager.away(node);
                    }
                    return seen;
                })
                .join();
    }

    void forget(List<String> keys) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        manager.tell(new Manager.Forget(keys, done));
        StateStore.await(done);
    }

    /** Takes back what nobody waits for any more, unless somebody has asked for it anew. */
    void withdraw(Map<String, Long> revisions) {
        manager.tell(new Manager.Withdraw(revisions));
    }

    AutoCloseable watch(BiConsumer<Assigned, Report> watcher) {
        manager.tell(new Manager.Watch(watcher));
        return () -> manager.tell(new Manager.Unwatch(watcher));
    }
}
