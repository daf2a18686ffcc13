package dev.jcompose.scheduler.manager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Stacks in the store: name → JSON, and the contents of their secrets in the vault, written together. */
final class StackTable {

    private static final String TABLE = "stack";

    private final StateStore store;
    private final Vault vault;

    StackTable(StateStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    Optional<StackRecord> find(String name) {
        return store.get(TABLE, name).map(json -> Json.read(json, StackRecord.class));
    }

    StackRecord get(String name) {
        return find(name)
                .orElseThrow(() -> EngineException.notFound("no such stack: " + name + "; `jcompose ls` lists them"));
    }

    List<StackRecord> all() {
        List<StackRecord> all = new ArrayList<>();
        store.scan(TABLE, "", (name, json) -> all.add(Json.read(json, StackRecord.class)));
        return all;
    }

    /** With the activity the logins go that it was given. */
    void save(StackRecord stack) {
        save(stack, Map.of());
    }

    /** @param logins as for the other, of a request that brings no files */
    void save(StackRecord stack, Map<String, AuthConfig> logins) {
        Batch batch = new Batch().put(TABLE, stack.name(), Json.write(stack));
        if (stack.activity() != null && !logins.isEmpty()) {
            vault.seal(batch, Logins.id(stack.name()), Json.write(new Logins(logins)));
        } else if (stack.activity() == null) {
            vault.forget(batch, Logins.id(stack.name()));
        }
        StateStore.await(store.commit(batch));
    }

    /**
     * @param logins sealed for as long as the activity takes: a daemon that finishes it for another one pulls by them
     * @param needed ids of contents that containers or the project still name
     */
    void save(StackRecord stack, Map<String, byte[]> files, Map<String, AuthConfig> logins, Set<String> needed) {
        Batch batch = new Batch().put(TABLE, stack.name(), Json.write(stack));
        Set<String> kept = new LinkedHashSet<>(needed);
        if (stack.activity() != null && !logins.isEmpty()) {
            vault.seal(batch, Logins.id(stack.name()), Json.write(new Logins(logins)));
            kept.add(Logins.id(stack.name()));
        }
        files.forEach((name, content) -> {
            String id = stack.name() + "/" + name + "/" + vault.fingerprint(content);
            vault.seal(batch, id, content);
            kept.add(id);
        });
        vault.keepOnly(batch, stack.name(), kept);
        StateStore.await(store.commit(batch));
    }

    void delete(String name) {
        Batch batch = new Batch().delete(TABLE, name);
        vault.keepOnly(batch, name, Set.of());
        StateStore.await(store.commit(batch));
    }

    /** Those of the activity under way; none where it was given none. */
    Map<String, AuthConfig> logins(String name) {
        return vault.find(Logins.id(name))
                .map(opened -> Json.read(opened, Logins.class).byRegistry())
                .orElse(Map.of());
    }

    private record Logins(Map<String, AuthConfig> byRegistry) {
        /** No name that a secret can have. */
        static String id(String stack) {
            return stack + "/#logins";
        }
    }

    Map<String, String> fingerprints(Map<String, byte[]> files) {
        Map<String, String> prints = new TreeMap<>();
        files.forEach((name, content) -> prints.put(name, vault.fingerprint(content)));
        return prints;
    }

    /** Takes inline contents out of a project: they travel and lie apart from it. */
    static JsonNode withoutContents(JsonNode project) {
        ObjectNode copy = project.deepCopy();
        for (String kind : List.of("secrets", "configs")) {
            copy.path(kind).forEach(entry -> ((ObjectNode) entry).remove("content"));
        }
        return copy;
    }
}
