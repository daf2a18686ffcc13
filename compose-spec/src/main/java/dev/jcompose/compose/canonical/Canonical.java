package dev.jcompose.compose.canonical;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.node.SharedTexts;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every short form as its long one. */
public final class Canonical {
    @FunctionalInterface
    private interface Form {
        Node lengthen(Canonical canonical, Node node, Path path) throws SpecException;
    }

    /** Short forms that variables may stand in; other faults are faults in any case. */
    private static final Set<String> UNREAD = Set.of("volume-spec", "device-spec", "key-value");

    private static final PathRules<Form> RULES = PathRules.of(rules());

    private final Problems problems;
    private final boolean lenient;
    private final SharedTexts texts = new SharedTexts();

    /**
     * Lengthens what one load read.
     *
     * @param lenient leave what cannot be read as it is: its variables were not replaced
     */
    public Canonical(Problems problems, boolean lenient) {
        this.problems = problems;
        this.lenient = lenient;
    }

    private static Map<String, Form> rules() {
        Map<String, Form> rules = new HashMap<>();
        for (String mount : List.of("secrets.*", "configs.*", "build.secrets.*")) {
            rules.put("services.*." + mount, (canonical, node, path) -> named(node, "source"));
        }
        for (String list : List.of("label_file", "dns", "develop.watch.*.ignore", "develop.watch.*.include")) {
            rules.put("services.*." + list, (canonical, node, path) -> listed(node));
        }
        for (String names : List.of("networks", "models")) {
            rules.put("services.*." + names, (canonical, node, path) -> keyed(node));
        }
        for (String resource : List.of("volumes", "networks", "secrets", "configs")) {
            rules.put(resource + ".*", Canonical::external);
        }
        for (String text : List.of("provenance", "sbom")) {
            rules.put("services.*.build." + text, (canonical, node, path) -> text(node));
        }
        rules.put("services.*.build", (canonical, node, path) -> named(node, "context"));
        rules.put("services.*.extends", (canonical, node, path) -> named(node, "service"));
        rules.put("services.*.build.additional_contexts", Canonical::keyValues);
        rules.put("services.*.build.ssh", Canonical::sshKeys);
        rules.put("services.*.depends_on", Canonical::dependsOn);
        rules.put("services.*.env_file", (canonical, node, path) -> envFiles(node));
        rules.put("services.*.gpus", (canonical, node, path) -> gpus(node));
        rules.put("services.*.volumes.*", Canonical::volume);
        rules.put("services.*.devices.*", Canonical::device);
        rules.put("services.*.ports", Canonical::ports);
        rules.put("services.*.ulimits.*", (canonical, node, path) -> limit(node));
        rules.put("services.*.build.ulimits.*", (canonical, node, path) -> limit(node));
        return rules;
    }

    public Mapping lengthen(Mapping model) {
        return RULES.change(model, Path.ROOT, this::node);
    }

    /** The long form, or null (and a problem) where there is none. */
    private @Nullable Node node(Node node, Path path, PathRules<Form> rules) {
        Node longer = node;
        Form form = rules.rule();
        if (form != null) {
            try {
                longer = form.lengthen(this, node, path);
            } catch (SpecException e) {
                if (lenient && UNREAD.contains(e.code())) {
                    return node;
                }
                problems.error(e.code(), node.position(), path, String.valueOf(e.getMessage()));
                return null;
            }
        }
        return switch (longer) {
            case Mapping mapping -> rules.change(mapping, path, this::node);
            case Sequence sequence -> rules.change(sequence, path, this::node);
            case Scalar scalar -> scalar;
        };
    }

    private static Mapping.Builder longForm(Node node) {
        return Mapping.builder(node.origin().then(Origin.Step.SHORT_FORM, null));
    }

    private static Node named(Node node, String key) throws SpecException {
        return switch (node) {
            case Mapping mapping -> mapping;
            case Scalar scalar
            when scalar.string() != null -> longForm(node).put(key, scalar).build();
            default -> throw unfit("a mapping or string");
        };
    }

    /** Told where the schema is not asked: for a model that is not validated, and in files that others extend. */
    private static SpecException unfit(String kinds) {
        return new SpecException("wrong-type", "must be " + kinds);
    }

    private static Node listed(Node node) {
        return node instanceof Scalar scalar && scalar.string() != null
                ? new Sequence(List.of(scalar), node.origin())
                : node;
    }

    private static Node keyed(Node node) {
        if (!(node instanceof Sequence sequence)) {
            return node;
        }
        Mapping.Builder names = longForm(node);
        for (Node item : sequence.items()) {
            if (item instanceof Scalar scalar) {
                names.put(scalar.text(), item.position(), scalar.withValue(null));
            }
        }
        return names.build();
    }

    private static Node text(Node node) {
        return node instanceof Scalar scalar && scalar.string() == null ? scalar.withValue(scalar.text()) : node;
    }

    private Node keyValues(Node node, Path path) throws SpecException {
        if (!(node instanceof Sequence sequence)) {
            return mapping(node);
        }
        Mapping.Builder entries = longForm(node);
        for (Node item : sequence.items()) {
            String text = item instanceof Scalar scalar ? scalar.text() : "";
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new SpecException("key-value", "invalid value %s, expected key=value".formatted(text));
            }
            Scalar value = new Scalar(text.substring(equals + 1), item.origin());
            entries.put(text.substring(0, equals), item.position(), value);
        }
        return entries.build();
    }

    private static Node mapping(Node node) throws SpecException {
        if (node instanceof Mapping) {
            return node;
        }
        throw unfit("a list or mapping");
    }

    private Node sshKeys(Node node, Path path) throws SpecException {
        if (!(node instanceof Sequence sequence)) {
            return mapping(node);
        }
        Mapping.Builder keys = longForm(node);
        for (Node item : sequence.items()) {
            String text = item instanceof Scalar scalar ? scalar.text() : "";
            int equals = text.indexOf('=');
            if (equals < 0 && !text.equals("default")) {
                throw new SpecException("ssh-key", "invalid ssh key \"%s\"".formatted(text));
            }
            String id = equals < 0 ? text : text.substring(0, equals);
            Scalar value = new Scalar(equals < 0 ? null : text.substring(equals + 1), item.origin());
            keys.put(id, item.position(), value);
        }
        return keys.build();
    }

    private Node dependsOn(Node node, Path path) throws SpecException {
        return switch (node) {
            case Mapping mapping -> mapping.map((key, value) -> value instanceof Mapping one ? dependency(one) : value);
            case Sequence sequence -> {
                Mapping.Builder all = longForm(node);
                for (Node item : sequence.items()) {
                    if (item instanceof Scalar scalar) {
                        Mapping one = dependency(Mapping.empty(item.origin().then(Origin.Step.SHORT_FORM, null)));
                        all.put(scalar.text(), item.position(), one);
                    }
                }
                yield all.build();
            }
            case Scalar ignored -> throw unfit("a list or mapping");
        };
    }

    private static Mapping dependency(Mapping given) {
        Mapping.Builder complete = given.toBuilder();
        withDefault(complete, given, "condition", "service_started");
        withDefault(complete, given, "required", true);
        return complete.build();
    }

    private static void withDefault(Mapping.Builder complete, Mapping given, String key, Object value) {
        if (!given.has(key)) {
            complete.put(key, new Scalar(value, Origin.byDefault(given.origin(), key)));
        }
    }

    private static Node envFiles(Node node) throws SpecException {
        if (!(listed(node) instanceof Sequence files)) {
            throw unfit("a list or string");
        }
        List<Node> longer = new ArrayList<>();
        for (Node file : files.items()) {
            Node named = named(file, "path");
            longer.add(
                    named instanceof Mapping mapping && !mapping.has("required")
                            ? mapping.with("required", new Scalar(true, Origin.byDefault(file.origin(), "required")))
                            : named);
        }
        return files.withItems(longer);
    }

    private static Node gpus(Node node) throws SpecException {
        if (node instanceof Sequence) {
            return node;
        }
        if (!(node instanceof Scalar scalar) || scalar.string() == null) {
            throw unfit("a list or string");
        }
        Mapping all = longForm(node).put("count", "all").build();
        return new Sequence(List.of(all), node.origin());
    }

    private static Node limit(Node node) throws SpecException {
        if (node instanceof Mapping || (node instanceof Scalar scalar && scalar.isInteger())) {
            return node;
        }
        throw unfit("an integer or a mapping of soft and hard");
    }

    private Node device(Node node, Path path) throws SpecException {
        if (node instanceof Mapping) {
            return node;
        }
        if (!(node instanceof Scalar scalar) || scalar.string() == null) {
            throw unfit("a mapping or string");
        }
        String[] parts = scalar.text().split(":", -1);
        if (parts.length > 3) {
            throw new SpecException(
                    "device-spec", "confusing device mapping, please use long syntax: " + scalar.text());
        }
        String target = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0];
        return longForm(node)
                .put("source", parts[0])
                .put("target", target)
                .put("permissions", parts.length > 2 ? parts[2] : "rwm")
                .build();
    }

    private Node volume(Node node, Path path) throws SpecException {
        if (node instanceof Mapping) {
            return node;
        }
        if (!(node instanceof Scalar scalar) || scalar.string() == null) {
            throw unfit("a mapping or string");
        }
        VolumeSpec spec = VolumeSpec.parse(scalar.text());
        if (spec.isTargetDrive()) {
            problems.warn(
                    "drive-letter",
                    node.position(),
                    "%s: %s is a path of Windows here, as for Compose, and mounts no volume %s (give it a longer name)"
                            .formatted(
                                    path,
                                    spec.target(),
                                    spec.target().substring(0, spec.target().indexOf(':'))));
        }
        Origin origin = node.origin().then(Origin.Step.SHORT_FORM, null);
        Mapping.Builder volume = Mapping.builder(origin);
        volume.put("type", spec.isBind() ? "bind" : "volume");
        putText(volume, "source", spec.source());
        putText(volume, "target", spec.target().isEmpty() ? "" : FilePath.clean(spec.target()));
        if (spec.readOnly()) {
            volume.put("read_only", true);
        }
        if (spec.isBind() || spec.selinux() != null || spec.propagation() != null) {
            Mapping.Builder bind = Mapping.builder(origin);
            putText(bind, "selinux", spec.selinux());
            putText(bind, "propagation", spec.propagation());
            if (spec.isBind()) {
                bind.put("create_host_path", true);
            }
            volume.put("bind", bind.build());
        }
        if (spec.nocopy() || (spec.explicit() && !spec.isBind())) {
            Mapping.Builder options = Mapping.builder(origin);
            volume.put("volume", spec.nocopy() ? options.put("nocopy", true).build() : options.build());
        }
        return volume.build();
    }

    private void putText(Mapping.Builder mapping, String key, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            mapping.put(key, texts.shared(text));
        }
    }

    private Node ports(Node node, Path path) throws SpecException {
        if (!(node instanceof Sequence sequence)) {
            throw unfit("a list");
        }
        List<Node> ports = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node entry = sequence.items().get(i);
            try {
                ports.addAll(port(entry));
            } catch (SpecException e) {
                if (lenient && entry instanceof Scalar scalar && scalar.string() != null) {
                    return node;
                }
                problems.error(e.code(), entry.position(), path.item(i), String.valueOf(e.getMessage()));
            }
        }
        return sequence.withItems(ports);
    }

    private List<Node> port(Node entry) throws SpecException {
        if (entry instanceof Mapping) {
            return List.of(entry);
        }
        if (!(entry instanceof Scalar scalar) || (scalar.string() == null && !scalar.isInteger())) {
            throw new SpecException("port-spec", "a port is an integer, a string or a mapping");
        }
        List<Node> ports = new ArrayList<>();
        for (PortSpec spec : PortSpec.parse(scalar.text())) {
            Mapping.Builder port = longForm(entry).put("mode", "ingress");
            putText(port, "host_ip", spec.hostIp());
            port.put("target", (long) spec.target());
            putText(port, "published", spec.published());
            ports.add(port.put("protocol", spec.protocol()).build());
        }
        return ports;
    }

    /** {@code external: {name: x}} is the old way to write {@code external: true} and {@code name: x}. */
    private Node external(Node node, Path path) throws SpecException {
        if (!(node instanceof Mapping resource) || !(resource.get("external") instanceof Mapping old)) {
            return node;
        }
        Mapping.Builder renewed = resource.toBuilder().put("external", new Scalar(true, old.origin()));
        Node name = old.get("name");
        if (name != null) {
            problems.warn(
                    "deprecated",
                    old.position(),
                    "%s: external.name is deprecated. Please set name and external: true".formatted(path));
            if (resource.has("name") && !sameText(resource.get("name"), name)) {
                throw new SpecException("external-name", "name and external.name conflict; only use name");
            }
            renewed.put("name", name);
        }
        return renewed.build();
    }

    private static boolean sameText(@Nullable Node left, Node right) {
        return left instanceof Scalar a && right instanceof Scalar b && a.text().equals(b.text());
    }
}
