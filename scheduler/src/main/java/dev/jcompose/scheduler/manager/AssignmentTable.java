package dev.jcompose.scheduler.manager;

import dev.jcompose.api.json.Json;
import dev.jcompose.scheduler.cluster.Cluster;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.InjectedFile;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Assignments in the store: {@code NODE/KEY} → JSON. What only happens once (pulls, builds) is not kept: the request that
 * needs it asks again. The bytes of secrets lie in {@link Vault}.
 */
final class AssignmentTable {

    private static final String TABLE = "assignment";

    private final StateStore store;
    private final Vault vault;

    AssignmentTable(StateStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    Cluster load() {
        List<Loaded> all = new ArrayList<>();
        store.scan(
                TABLE,
                "",
                (key, json) ->
                        all.add(new Loaded(key.substring(0, key.indexOf('/')), Json.read(json, Assigned.class))));
        Cluster cluster = Cluster.EMPTY;
        for (Loaded each : all) {
            cluster = cluster.loaded(each.node, each.assigned);
            if (each.assigned.what() instanceof Assignment.Container container) {
                for (InjectedFile file : container.task().files()) {
                    var content = new Assignment.Content(container.stack(), file.content(), vault.open(file.content()));
                    cluster = cluster.loaded(each.node, new Assigned(content, 0, true));
                }
            }
        }
        return cluster;
    }

    private record Loaded(String node, Assigned assigned) {}

    CompletableFuture<Void> save(String node, List<Assigned> assigned) {
        Batch batch = new Batch();
        for (Assigned each : assigned) {
            if (kept(each.what())) {
                batch.put(TABLE, node + "/" + each.what().key(), Json.write(each));
            }
        }
        return batch.changes().isEmpty() ? CompletableFuture.completedFuture(null) : store.commit(batch);
    }

    private static boolean kept(Assignment what) {
        return switch (what) {
            case Assignment.Network _, Assignment.Volume _, Assignment.Container _ -> true;
            case Assignment.Pull _, Assignment.Build _, Assignment.RemoveImage _, Assignment.Content _ -> false;
        };
    }

    CompletableFuture<Void> forget(String node, List<String> keys) {
        Batch batch = new Batch();
        keys.forEach(key -> batch.delete(TABLE, node + "/" + key));
        return store.commit(batch);
    }
}
