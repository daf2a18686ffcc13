package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All containers, by id and by name, in memory and in the store. Names are unique. */
final class ContainerTable {
    private static final int FULL_ID = 64;

    private final StateStore store;
    private final ConcurrentSkipListMap<String, Container> byId = new ConcurrentSkipListMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();
    private final Map<String, String> idByOwner = new ConcurrentHashMap<>();

    ContainerTable(StateStore store) {
        this.store = store;
        var states = new HashMap<String, State>();
        store.scan(State.TABLE, "", (id, json) -> states.put(id, State.read(json)));
        store.scan(ContainerRecord.TABLE, "", (id, json) -> {
            ContainerRecord record = ContainerRecord.read(json);
            State later = states.get(id);
            index(new Container(later == null ? record : record.with(later)));
        });
    }

    private void index(Container container) {
        ContainerRecord record = container.record();
        byId.put(record.id(), container);
        idByName.put(record.name(), record.id());
        if (record.owner() != null) {
            idByOwner.put(record.owner(), record.id());
        }
    }

    Collection<Container> all() {
        return byId.values();
    }

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    Optional<Container> byOwner(String owner) {
        return Optional.ofNullable(idByOwner.get(owner)).map(byId::get);
    }

    /** Finds by full id, then name, then a prefix of the id that only one has. */
    Container get(String reference) {
        String plain = reference.startsWith("/") ? reference.substring(1) : reference;
        Container exact = byId.get(plain);
        if (exact != null) {
            return exact;
        }
        Container named = byName(plain);
        if (named != null) {
            return named;
        }
        if (plain.matches("[0-9a-f]{1," + FULL_ID + "}")) {
            List<Container> matches =
                    List.copyOf(byId.subMap(plain, plain + "g").values());
            if (matches.size() == 1) {
                return matches.getFirst();
            }
            if (matches.size() > 1) {
                throw EngineException.invalid("Multiple IDs found with provided prefix: " + plain);
            }
        }
        throw EngineException.notFound("No such container: " + plain);
    }

    private @Nullable Container byName(String name) {
        String id = idByName.get(name);
        return id == null ? null : byId.get(id);
    }

    /** Takes the name; CONFLICT where another container has it. */
    void reserve(String name, String id) {
        String holder = idByName.putIfAbsent(name, id);
        if (holder != null && !holder.equals(id)) {
            throw EngineException.conflict("Conflict. The container name \"/" + name
                            + "\" is already in use by container \"" + holder
                            + "\". You have to remove (or rename) that container to be able to reuse that name.")
                    .about("container_name");
        }
    }

    boolean isFree(String name) {
        return !idByName.containsKey(name);
    }

    void release(String name, String id) {
        idByName.remove(name, id);
    }

    /** Writes the record; it counts when the answer completes. The name must be reserved. */
    CompletableFuture<Void> add(Container container) {
        var done = commit(container.record());
        if (!done.isCompletedExceptionally()) {
            index(container);
        }
        return done;
    }

    CompletableFuture<Void> save(Container container, ContainerRecord changed) {
        container.replace(changed);
        return commit(changed);
    }

    /** Writes the state alone: it changes often, and the rest of a record is ten times its size. */
    CompletableFuture<Void> save(Container container, State changed) {
        container.replace(container.record().with(changed));
        return store.commit(new Batch().put(State.TABLE, container.id(), changed.json()));
    }

    private CompletableFuture<Void> commit(ContainerRecord record) {
        return store.commit(new Batch()
                .put(ContainerRecord.TABLE, record.id(), record.json())
                .delete(State.TABLE, record.id()));
    }

    /** Durable when it returns; it stays where the disk does not take that. */
    void delete(Container container) {
        ContainerRecord record = container.record();
        StateStore.await(store.commit(
                new Batch().delete(ContainerRecord.TABLE, record.id()).delete(State.TABLE, record.id())));
        byId.remove(record.id());
        idByName.remove(record.name(), record.id());
        if (record.owner() != null) {
            idByOwner.remove(record.owner(), record.id());
        }
    }
}
