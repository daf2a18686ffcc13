package dev.jcompose.compose;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Room;
import dev.jcompose.compose.source.YamlReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What makes printed output give another stack, or none, when it is read again. The list is closed: each kind was tried
 * with Compose 5.5.0, whose own output does not come back there either, and being the same as Compose comes first.
 */
final class NotAgain {
    /** Values that are printed and refused, or left out as empty and read as their default. */
    private static final PathRules<Predicate<Node>> VALUES = PathRules.of(values());

    private NotAgain() {}

    private static Map<String, Predicate<Node>> values() {
        Predicate<Node> negative =
                node -> node instanceof Scalar scalar && scalar.text().startsWith("-");
        Map<String, Predicate<Node>> values = new HashMap<>();
        // An empty context is left out, and becomes the project's folder; so is an empty dockerfile.
        values.put("services.*.build", lacks("context").or(lacks("dockerfile").and(lacks("dockerfile_inline"))));
        values.put("services.*.ports.*", lacks("target").or(lacks("protocol")).or(lacks("mode")));
        values.put("services.*.devices.*", lacks("source").or(lacks("target")).or(lacks("permissions")));
        // An empty list of devices is left out, and all are meant.
        Predicate<Node> allOrNone = lacks("count").and(lacks("device_ids"));
        values.put("services.*.gpus.*", allOrNone);
        values.put("services.*.deploy.resources.reservations.devices.*", allOrNone.or(lacks("capabilities")));
        // An empty network_mode is left out, and the service joins the default network.
        values.put("services.*", lacks("networks").and(lacks("network_mode")).and(lacks("provider")));
        // A host mapped to the same address twice, or the groups 0 and "0", become a list that holds an item twice.
        values.put("services.*.extra_hosts", NotAgain::holdsTwice);
        values.put("services.*.group_add", NotAgain::holdsTwice);
        // A command that is null or a date is left out, and required.
        values.put("services.*.post_start.*", lacks("command"));
        values.put("services.*.pre_stop.*", lacks("command"));
        values.put("services.*.develop.watch.*.exec", lacks("command"));
        values.put("services.*.provider", lacks("type"));
        // An empty image is left out, and becomes the service's.
        values.put("services.*.pre_start.*", lacks("image"));
        values.put("models.*", lacks("model"));
        // A number or a date is no path yet, and is one once it is a text.
        values.put("volumes.*.driver_opts.device", device -> !device.text().startsWith("/"));
        // An empty name is left out, and becomes the project's and the key.
        values.put("networks.*", lacks("name"));
        // What was an item of a list is printed as a key, and a key like this is an extension.
        Stream.of("annotations", "labels", "environment", "sysctls", "build.args", "build.labels", "deploy.labels")
                .forEach(keys -> values.put("services.*." + keys, NotAgain::holdsExtension));
        Stream.of("networks", "volumes", "configs", "secrets")
                .forEach(kind -> values.put(kind + ".*.labels", NotAgain::holdsExtension));
        Stream.of("configs", "secrets").forEach(kind -> {
            Predicate<Node> nothing = lacks("file")
                    .and(lacks("environment"))
                    .and(lacks("content"))
                    .and(lacks("external"))
                    .and(lacks("driver"));
            values.put(kind + ".*", lacks("name").or(nothing));
            values.put("services.*." + kind + ".*", lacks("target"));
            values.put("services.*." + kind + ".*.mode", negative);
        });
        Stream.of("mem_limit", "mem_reservation", "memswap_limit", "shm_size", "build.shm_size")
                .forEach(size -> values.put("services.*." + size, negative));
        Stream.of("limits", "reservations")
                .forEach(kind -> values.put("services.*.deploy.resources." + kind + ".memory", negative));
        values.put("services.*.volumes.*.tmpfs.size", negative);
        values.put("services.*.volumes.*.tmpfs.mode", negative);
        return values;
    }

    private static Predicate<Node> lacks(String key) {
        return node -> node instanceof Mapping mapping && !mapping.has(key);
    }

    private static boolean holdsExtension(Node node) {
        return node instanceof Mapping mapping && mapping.keys().stream().anyMatch(key -> key.startsWith("x-"));
    }

    private static boolean holdsTwice(Node node) {
        return node instanceof Sequence list
                && list.items().stream().map(Node::text).distinct().count()
                        < list.items().size();
    }

    /** Whether the printed stack holds a value of one of the kinds. */
    static boolean excuses(String printed) {
        return YamlReader.read("printed", printed, Room.USUAL, new Problems()).stream()
                .anyMatch(document -> holds(document.root(), VALUES));
    }

    private static boolean holds(Node node, PathRules<Predicate<Node>> rules) {
        Predicate<Node> rule = rules.rule();
        if (rule != null && rule.test(node)) {
            return true;
        }
        return switch (node) {
            case Mapping mapping ->
                mapping.entries().stream()
                        .anyMatch(entry -> isLost(entry.key()) || holds(entry.value(), rules.key(entry.key())));
            case Sequence sequence -> sequence.items().stream().anyMatch(item -> holds(item, rules.item()));
            case Scalar ignored -> false;
        };
    }

    /** Keys that are refused when read, are escaped again at each printing, or stand for extensions. */
    private static boolean isLost(String key) {
        return key.isEmpty() || key.contains("$") || key.equals("#extensions");
    }
}
