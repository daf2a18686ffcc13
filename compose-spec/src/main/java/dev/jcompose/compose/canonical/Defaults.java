package dev.jcompose.compose.canonical;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Values that the format gives where a file gives none. */
public final class Defaults {
    private static final PathRules<UnaryOperator<Mapping>> RULES = PathRules.of(Map.of(
            "services.*.build",
            build -> with(build, "context", "."),
            "services.*.secrets.*",
            Defaults::secret,
            "services.*.ports.*",
            port -> with(with(port, "protocol", "tcp"), "mode", "ingress"),
            "services.*.deploy.resources.reservations.devices.*",
            Defaults::device,
            "services.*.gpus.*",
            Defaults::device,
            "services.*.volumes.*.bind",
            bind -> with(bind, "create_host_path", true)));

    private Defaults() {}

    public static Mapping set(Mapping model) {
        return (Mapping) set(model, RULES);
    }

    private static Node set(Node node, PathRules<UnaryOperator<Mapping>> rules) {
        if (rules.isNone()) {
            return node;
        }
        UnaryOperator<Mapping> rule = rules.rule();
        return switch (node) {
            case Mapping mapping when rule != null -> rule.apply(mapping);
            case Mapping mapping -> mapping.map((key, value) -> set(value, rules.key(key)));
            case Sequence sequence -> sequence.map(item -> set(item, rules.item()));
            case Scalar scalar -> scalar;
        };
    }

    private static Mapping with(Mapping mapping, String key, Object value) {
        return mapping.has(key)
                ? mapping
                : mapping.with(key, new Scalar(value, Origin.byDefault(mapping.origin(), key)));
    }

    /** A secret without a source passes where consistency is not checked; its target then says what Compose's does. */
    private static Mapping secret(Mapping mount) {
        return with(
                mount,
                "target",
                "/run/secrets/" + (mount.get("source") instanceof Scalar source ? source.text() : "%!s(<nil>)"));
    }

    private static Mapping device(Mapping request) {
        return request.has("device_ids") ? request : with(request, "count", "all");
    }
}
