package dev.jcompose.compose.merge;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One tree laid over another. Mappings merge by key, lists append, other values replace; {@link #RULES} names the
 * places where it is otherwise.
 */
public final class Merge {
    @FunctionalInterface
    private interface Rule {
        Node merge(Merge merge, Node base, Node over, Path path);
    }

    private static final PathRules<Rule> RULES = PathRules.of(rules());

    private final Problems problems;

    public Merge(Problems problems) {
        this.problems = problems;
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        for (String list : List.of(
                "networks.*.labels",
                "volumes.*.labels",
                "services.*.annotations",
                "services.*.build.args",
                "services.*.build.additional_contexts",
                "services.*.build.labels",
                "services.*.deploy.labels",
                "services.*.dns",
                "services.*.dns_opt",
                "services.*.dns_search",
                "services.*.env_file",
                "services.*.label_file",
                "services.*.environment",
                "services.*.labels",
                "services.*.sysctls",
                "services.*.tmpfs")) {
            rules.put(list, Merge::lists);
        }
        for (String replaced : List.of("services.*.command", "services.*.entrypoint", "services.*.healthcheck.test")) {
            rules.put(replaced, Merge::replace);
        }
        rules.put("networks.*.ipam.config", Merge::pools);
        rules.put("services.*.build", Merge::build);
        rules.put("services.*.build.extra_hosts", Merge::hosts);
        rules.put("services.*.extra_hosts", Merge::hosts);
        rules.put("services.*.depends_on", Merge::dependencies);
        rules.put("services.*.logging", Merge::logging);
        rules.put("services.*.models", Merge::names);
        rules.put("services.*.networks", Merge::names);
        rules.put("services.*.ulimits.*", Merge::replace);
        return rules;
    }

    /** A whole model over another. */
    public Mapping models(Mapping base, Mapping over) {
        return mappings(base, over, Path.ROOT, RULES);
    }

    /** A service over the one it extends. */
    public Mapping service(String name, Mapping base, Mapping over) {
        return mappings(
                base,
                over,
                Path.ROOT.key("services").key(name),
                RULES.key("services").key(name));
    }

    /** One resource over another of the same name. */
    public Node resource(String section, String name, Node base, Node over) {
        return merge(
                base, over, Path.ROOT.key(section).key(name), RULES.key(section).key(name));
    }

    private Node merge(Node base, Node over, Path path, PathRules<Rule> rules) {
        Rule rule = rules.rule();
        if (rule != null) {
            return rule.merge(this, base, over, path);
        }
        if (over.isNull()) {
            return base;
        }
        return switch (base) {
            case Mapping mapping when over instanceof Mapping other -> mappings(mapping, other, path, rules);
            case Sequence sequence
            when over instanceof Sequence other -> append(sequence, sequence.items(), other.items());
            case Scalar scalar -> over.withOrigin(over.origin().over(scalar.origin()));
            default -> impossible(base, over, path);
        };
    }

    private Node impossible(Node base, Node over, Path path) {
        String what = base instanceof Mapping ? "mapping" : "list";
        problems.error(
                "cannot-override",
                over.position(),
                "cannot override %s: it is a %s at %s".formatted(path, what, base.position()),
                new Problem.Related(base.position(), "a " + what));
        return base;
    }

    private Mapping mappings(Mapping base, Mapping over, Path path, PathRules<Rule> rules) {
        Mapping.Builder merged = base.toBuilder();
        for (Mapping.Entry entry : over.entries()) {
            Node before = merged.get(entry.key());
            if (before == null) {
                merged.put(entry);
            } else {
                Node value = merge(before, entry.value(), path.key(entry.key()), rules.key(entry.key()));
                merged.put(entry.key(), entry.position(), value);
            }
        }
        return merged.build();
    }

    private static Sequence append(Node base, List<Node> first, List<Node> second) {
        List<Node> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return new Sequence(all, base.origin());
    }

    private Node replace(Node base, Node over, Path path) {
        return over.withOrigin(over.origin().over(base.origin()));
    }

    private Node lists(Node base, Node over, Path path) {
        return append(base, Entries.list(base), Entries.list(over));
    }

    private Node hosts(Node base, Node over, Path path) {
        List<Node> first = Entries.list(base);
        List<String> known = first.stream().map(Merge::text).toList();
        List<Node> added = Entries.list(over).stream()
                .filter(host -> !known.contains(text(host)))
                .toList();
        return append(base, first, added);
    }

    private static String text(Node node) {
        return node instanceof Scalar scalar ? scalar.text() : node.toString();
    }

    private Node build(Node base, Node over, Path path) {
        return bothAs(Merge::longBuild, base, over, path);
    }

    private static @Nullable Mapping longBuild(Node node) {
        return switch (node) {
            case Mapping mapping -> mapping;
            case Scalar scalar
            when scalar.string() != null ->
                Mapping.builder(scalar.origin()).put("context", scalar).build();
            default -> null;
        };
    }

    private Node names(Node base, Node over, Path path) {
        return bothAs(node -> Entries.mapping(node, name -> new Scalar(null, name.origin())), base, over, path);
    }

    private Node dependencies(Node base, Node over, Path path) {
        return bothAs(node -> Entries.mapping(node, Merge::started), base, over, path);
    }

    private static Mapping started(Scalar name) {
        return Mapping.builder(name.origin().then(Origin.Step.SHORT_FORM, null))
                .put("condition", "service_started")
                .put("required", true)
                .build();
    }

    /** Merges two values once both are in their long form. What has none changes nothing, as in Compose. */
    private Node bothAs(Function<Node, @Nullable Mapping> form, Node base, Node over, Path path) {
        Mapping first = form.apply(base);
        Mapping second = form.apply(over);
        if (second == null && !over.isNull() && first != null) {
            problems.warn(
                    "no-effect",
                    over.position(),
                    "%s: changes nothing of what %s says, as it is neither list nor mapping"
                            .formatted(path, base.position()));
        }
        if (first == null || second == null) {
            return first == null ? over : first;
        }
        return mappings(first, second, path, below(path));
    }

    private static PathRules<Rule> below(Path path) {
        PathRules<Rule> rules = RULES;
        for (String segment : path.segments()) {
            rules = rules.key(segment);
        }
        return rules;
    }

    /** Options are a driver's own: they merge only where the driver stays. */
    private Node logging(Node base, Node over, Path path) {
        if (!(base instanceof Mapping first) || !(over instanceof Mapping second)) {
            return over.isNull() ? base : over;
        }
        boolean sameDriver = !first.has("driver")
                || !second.has("driver")
                || Objects.equals(first.value("driver"), second.value("driver"));
        return sameDriver ? mappings(first, second, path, below(path)) : second;
    }

    /** Address pools merge by subnet. */
    private Node pools(Node base, Node over, Path path) {
        if (!(base instanceof Sequence first) || !(over instanceof Sequence second)) {
            return impossible(base, over, path);
        }
        List<Mapping> pools = new ArrayList<>();
        for (Mapping original : mappings(first)) {
            Mapping right = original;
            for (Mapping left : mappings(second)) {
                if (!sameSubnet(left, right) && indexOf(pools, left) < 0) {
                    pools.add(left);
                    continue;
                }
                right = mappings(right, left, path, below(path));
                int index = indexOf(pools, right);
                if (index < 0) {
                    pools.add(right);
                } else {
                    pools.set(index, right);
                }
            }
        }
        return new Sequence(List.copyOf(pools), base.origin());
    }

    private static List<Mapping> mappings(Sequence sequence) {
        return sequence.items().stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    private static int indexOf(List<Mapping> pools, Mapping pool) {
        for (int i = 0; i < pools.size(); i++) {
            if (sameSubnet(pools.get(i), pool)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean sameSubnet(Mapping left, Mapping right) {
        return Objects.equals(left.value("subnet"), right.value("subnet"));
    }
}
