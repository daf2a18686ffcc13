package dev.jcompose.compose.load;

import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leaves out what a stack file that was fetched would read outside of its own checkout. */
final class Confinement {
    /** What path a value names; null where it names none. */
    private interface Named extends Function<String, @Nullable String> {}

    private static final PathRules<Named> READ = PathRules.of(rules());

    private final Remote remote;
    private final String folder;

    /** @param folder what paths are relative to that were left so */
    Confinement(Remote remote, String folder) {
        this.remote = remote;
        this.folder = folder;
    }

    private static Map<String, Named> rules() {
        Map<String, Named> rules = new HashMap<>();
        for (String path : List.of(
                "services.*.env_file.*.path",
                "services.*.label_file.*",
                "services.*.build.context",
                "services.*.build.additional_contexts.*",
                "services.*.build.ssh.*",
                "services.*.develop.watch.*.path",
                "configs.*.file",
                "secrets.*.file")) {
            rules.put(path, text -> text);
        }
        rules.put("services.*.security_opt.*", SeccompOption::file);
        return rules;
    }

    Mapping confine(Mapping model) {
        return model.map((key, value) -> confine(value, READ.key(key)));
    }

    private @Nullable Node confine(Node node, PathRules<Named> rules) {
        if (rules.isNone()) {
            return node;
        }
        return switch (node) {
            case Mapping mapping -> {
                Mapping confined = mapping.map((key, value) -> confine(value, rules.key(key)));
                // An env file without its path is none.
                yield mapping.has("path") && !confined.has("path") ? null : withDockerfile(confined);
            }
            case Sequence sequence -> {
                List<Node> kept = new ArrayList<>();
                for (Node item : sequence.items()) {
                    Node confined = confine(item, rules.item());
                    if (confined != null) {
                        kept.add(confined);
                    }
                }
                yield kept.equals(sequence.items()) ? sequence : sequence.withItems(kept);
            }
            case Scalar scalar -> {
                Named rule = rules.rule();
                String path = rule == null ? null : rule.apply(scalar.text());
                yield path == null || isAllowed(scalar, path) ? scalar : null;
            }
        };
    }

    private Mapping withDockerfile(Mapping mapping) {
        String context = mapping.string("context");
        boolean escapes = context != null
                && mapping.get("dockerfile") instanceof Scalar dockerfile
                && !context.contains("://")
                && !isAllowed(dockerfile, FilePath.resolve(context, dockerfile.text()));
        return escapes ? mapping.without("dockerfile") : mapping;
    }

    private boolean isAllowed(Scalar named, String path) {
        boolean elsewhere = path.contains("://") || path.startsWith("service:") || Remote.isRemote(path);
        return elsewhere || remote.mayRead(named.position().file(), FilePath.resolve(folder, path), named.position());
    }
}
