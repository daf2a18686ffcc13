package dev.jcompose.scheduler.manager;

import dev.jcompose.api.json.Json;
import dev.jcompose.scheduler.cluster.Cluster;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.InjectedFile;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Assignments in the store: {@code NODE/KEY} → JSON, and apart from them, since each is reached once and is large, the revision
 * that was reached: {@code NODE/KEY} → digits. What only happens once (pulls, builds) is not kept: the request that needs it asks
 * again. The bytes of secrets lie in {@link Vault}.
 */
final class AssignmentTable {

    private static final String TABLE = "assignment";
    private static final String SETTLED = "settled";
    private static final long NEVER = -1;

    private final StateStore store;
    private final Vault vault;

    AssignmentTable(StateStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    Cluster load() {
        Map<String, Long> settled = new HashMap<>();
        store.scan(
                SETTLED,
                "",
                (key, revision) -> settled.put(key, Long.parseLong(new String(revision, StandardCharsets.US_ASCII))));
        List<Loaded> all = new ArrayList<>();
        store.scan(TABLE, "", (key, json) -> {
            Stored stored = Json.read(json, Stored.class);
            boolean reached = settled.getOrDefault(key, NEVER) == stored.revision;
            all.add(new Loaded(
                    key.substring(0, key.indexOf('/')), new Assigned(stored.what, stored.revision, reached)));
        });
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

    private record Stored(Assignment what, long revision) {}

    private record Loaded(String node, Assigned assigned) {}

    CompletableFuture<Void> save(String node, List<Assigned> assigned) {
        Batch batch = new Batch();
        for (Assigned each : assigned) {
            if (kept(each.what())) {
                batch.put(TABLE, node + "/" + each.what().key(), Json.write(new Stored(each.what(), each.revision())));
            }
        }
        return batch.changes().isEmpty() ? CompletableFuture.completedFuture(null) : store.commit(batch);
    }

    /** Its newest revision, which is in the store, was reached. */
    CompletableFuture<Void> settle(String node, Assigned assigned) {
        if (!kept(assigned.what())) {
            return CompletableFuture.completedFuture(null);
        }
        byte[] revision = Long.toString(assigned.revision()).getBytes(StandardCharsets.US_ASCII);
        return store.commit(
                new Batch().put(SETTLED, node + "/" + assigned.what().key(), revision));
    }

    private static boolean kept(Assignment what) {
        return switch (what) {
            case Assignment.Network _, Assignment.Volume _, Assignment.Container _ -> true;
            case Assignment.Pull _, Assignment.Build _, Assignment.RemoveImage _, Assignment.Content _ -> false;
        };
    }

    CompletableFuture<Void> forget(String node, List<String> keys) {
        Batch batch = new Batch();
        for (String key : keys) {
            batch.delete(TABLE, node + "/" + key).delete(SETTLED, node + "/" + key);
        }
        return store.commit(batch);
    }
}
