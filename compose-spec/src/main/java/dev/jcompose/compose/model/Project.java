package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.output.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stack, resolved: every variable replaced, every default set, every path absolute.
 *
 * @param tree the resolved values, in Compose's order
 * @param disabled services whose profiles are not active or that were not chosen, by name
 * @param workingDirectory the folder that relative paths were taken from
 * @param files the stack files, the first one first
 * @param environment what variables could be taken from; holds secrets, so it is never printed unasked
 * @param values of secrets and configs from the environment, as {@code secrets/KEY} and {@code configs/KEY}
 */
public record Project(
        Mapping tree,
        Mapping disabled,
        String workingDirectory,
        List<String> files,
        Map<String, String> environment,
        Map<String, String> values) {

    public String name() {
        return new View(tree).text("name");
    }

    /** By name, in the order of the names. */
    public Map<String, Service> services() {
        return byKey("services", (name, view) -> new Service(name, view.tree()));
    }

    public @Nullable Service service(String name) {
        Mapping services = tree.mapping("services");
        Mapping found = services == null ? null : services.mapping(name);
        return found == null ? null : new Service(name, found);
    }

    /** By key, in the order of the keys. */
    public Map<String, Network> networks() {
        return byKey("networks", Network::of);
    }

    public Map<String, Volume> volumes() {
        return byKey("volumes", Volume::of);
    }

    public Map<String, FileObject> secrets() {
        return byKey("secrets", FileObject::of);
    }

    public Map<String, FileObject> configs() {
        return byKey("configs", FileObject::of);
    }

    public Map<String, Model> models() {
        return byKey("models", Model::of);
    }

    private <T> Map<String, T> byKey(String section, BiFunction<String, View, T> form) {
        return new View(tree).structByKey(section, form);
    }

    /** The same project with other values. */
    public Project withTree(Mapping other) {
        return new Project(other, disabled, workingDirectory, files, environment, values);
    }

    /** The whole tree as JSON, from which {@code ComposeLoader.resolved} makes the same project again. */
    public String toJson() {
        return JsonWriter.plain(tree);
    }
}
