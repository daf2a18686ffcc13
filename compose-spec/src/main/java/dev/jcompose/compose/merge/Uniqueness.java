package dev.jcompose.compose.merge;

import dev.jcompose.compose.canonical.SpecException;
import dev.jcompose.compose.canonical.VolumeSpec;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists whose entries are unique by a key: a later entry takes the place of an earlier one with the same key. */
public final class Uniqueness {
    /** The key of an entry. */
    @FunctionalInterface
    private interface Index {
        String key(Node entry) throws SpecException;
    }

    private static final PathRules<Index> RULES = PathRules.of(rules());

    private final Problems problems;

    public Uniqueness(Problems problems) {
        this.problems = problems;
    }

    private static Map<String, Index> rules() {
        Map<String, Index> rules = new HashMap<>();
        for (String list : List.of(
                "networks.*.labels",
                "networks.*.ipam.options",
                "services.*.annotations",
                "services.*.build.args",
                "services.*.build.additional_contexts",
                "services.*.build.platform",
                "services.*.build.tags",
                "services.*.build.labels",
                "services.*.cap_add",
                "services.*.cap_drop",
                "services.*.deploy.labels",
                "services.*.dns",
                "services.*.dns_opt",
                "services.*.dns_search",
                "services.*.environment",
                "services.*.labels",
                "services.*.links",
                "services.*.networks.*.aliases",
                "services.*.networks.*.link_local_ips",
                "services.*.profiles",
                "services.*.sysctls",
                "services.*.tmpfs")) {
            rules.put(list, Uniqueness::beforeEquals);
        }
        rules.put("services.*.configs", entry -> mount("", entry));
        rules.put("services.*.secrets", entry -> mount("/run/secrets", entry));
        rules.put("services.*.env_file", Uniqueness::envFile);
        rules.put("services.*.expose", Uniqueness::exposed);
        rules.put("services.*.ports", Uniqueness::port);
        rules.put("services.*.volumes", Uniqueness::volume);
        rules.put("services.*.devices", Uniqueness::device);
        return rules;
    }

    public Mapping enforce(Mapping model) {
        return RULES.change(model, Path.ROOT, this::enforce);
    }

    private Node enforce(Node node, Path path, PathRules<Index> rules) {
        return switch (node) {
            case Mapping mapping -> rules.change(mapping, path, this::enforce);
            case Sequence sequence when rules.rule() != null -> unique(sequence, path, rules.rule());
            case Sequence sequence -> sequence;
            case Scalar scalar -> scalar;
        };
    }

    private Sequence unique(Sequence sequence, Path path, Index index) {
        Map<String, Node> kept = LinkedHashMap.newLinkedHashMap(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            Node entry = sequence.items().get(i);
            try {
                kept.merge(index.key(entry), entry, Uniqueness::over);
            } catch (SpecException e) {
                Path item = path.item(i);
                if (problems.leftOut(item.key("target")) || problems.leftOut(item.key("path"))) {
                    continue; // missing because of a fault that was told
                }
                problems.error(e.code(), entry.position(), path.item(i), String.valueOf(e.getMessage()));
            }
        }
        return kept.size() == sequence.items().size() ? sequence : sequence.withItems(List.copyOf(kept.values()));
    }

    private static Node over(Node before, Node entry) {
        return entry.withOrigin(entry.origin().over(before.origin()));
    }

    private static String beforeEquals(Node entry) throws SpecException {
        String text = string(entry);
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    private static String string(Node entry) throws SpecException {
        if (entry instanceof Scalar scalar && scalar.string() != null) {
            return scalar.text();
        }
        throw new SpecException("wrong-type", "must be a string");
    }

    private static String mount(String folder, Node entry) throws SpecException {
        if (entry instanceof Mapping mapping) {
            String target = mapping.string("target");
            return target != null ? target : folder + "/" + text(mapping, "source");
        }
        return folder + "/" + string(entry);
    }

    private static String text(Mapping mapping, String key) {
        return mapping.get(key) instanceof Scalar scalar ? scalar.text() : "<nil>";
    }

    private static String envFile(Node entry) throws SpecException {
        if (entry instanceof Mapping mapping) {
            String path = mapping.string("path");
            if (path == null) {
                throw new SpecException("missing-key", "path is missing");
            }
            return path;
        }
        return entry instanceof Scalar scalar && scalar.string() != null ? scalar.text() : "";
    }

    private static String exposed(Node entry) throws SpecException {
        if (entry instanceof Scalar scalar && (scalar.string() != null || scalar.isInteger())) {
            return scalar.text();
        }
        throw new SpecException("wrong-type", "must be a string or an integer");
    }

    private static String port(Node entry) throws SpecException {
        return switch (entry) {
            case Scalar scalar -> scalar.string() != null || scalar.isInteger() ? scalar.text() : "";
            case Sequence ignored -> "";
            case Mapping mapping -> longPort(mapping);
        };
    }

    private static String longPort(Mapping port) throws SpecException {
        if (!port.has("target")) {
            throw new SpecException("missing-key", "target is missing");
        }
        String host = port.has("host_ip") ? text(port, "host_ip") : "0.0.0.0";
        String protocol = port.has("protocol") ? text(port, "protocol") : "tcp";
        // A number is not the same published port as a string of digits; Compose tells them apart too.
        String published =
                port.string("published") == null ? "(" + text(port, "published") + ")" : text(port, "published");
        return host + ":" + published + ":" + text(port, "target") + "/" + protocol;
    }

    private static String volume(Node entry) throws SpecException {
        return switch (entry) {
            case Mapping mapping -> target(mapping, "volume");
            case Scalar scalar
            when scalar.string() != null -> VolumeSpec.parse(scalar.text()).target();
            default -> "";
        };
    }

    private static String device(Node entry) throws SpecException {
        return switch (entry) {
            case Mapping mapping -> target(mapping, "device");
            case Scalar scalar
            when scalar.string() != null -> {
                String[] parts = scalar.text().split(":", -1);
                yield parts.length == 1 ? parts[0] : parts[1];
            }
            default -> "";
        };
    }

    private static String target(Mapping mapping, String what) throws SpecException {
        String target = mapping.string("target");
        if (target == null) {
            throw new SpecException("missing-key", "service %s is missing a mount target".formatted(what));
        }
        return target;
    }
}
