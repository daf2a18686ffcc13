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
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths of the host, taken relative to a folder and with {@code ~} spelt out. */
public final class Paths {
    @FunctionalInterface
    private interface Rule {
        Node resolve(Paths paths, Node node, Path path);
    }

    private static final PathRules<Rule> RULES = PathRules.of(rules());
    private static final List<String> REMOTE_CONTEXTS =
            List.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

    private final String folder;
    private final @Nullable String home;
    private final Problems problems;
    private final SharedTexts texts = new SharedTexts();

    /**
     * Takes paths from a folder.
     *
     * @param home what {@code ~} stands for, or null where nobody knows
     */
    public Paths(String folder, @Nullable String home, Problems problems) {
        this.folder = folder;
        this.home = home;
        this.problems = problems;
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        rules.put("services.*.build.context", Paths::context);
        rules.put("services.*.build.additional_contexts.*", Paths::context);
        rules.put("services.*.build.ssh.*", Paths::mountable);
        rules.put("services.*.env_file.*.path", Paths::local);
        rules.put("services.*.label_file.*", Paths::local);
        rules.put("services.*.extends.file", Paths::local);
        rules.put("services.*.develop.watch.*.path", Paths::watched);
        rules.put("services.*.volumes.*", Paths::bind);
        rules.put("configs.*.file", Paths::mountable);
        rules.put("secrets.*.file", Paths::mountable);
        rules.put("volumes.*", Paths::device);
        return rules;
    }

    public Mapping resolve(Mapping model) {
        return RULES.change(model, Path.ROOT, this::resolve);
    }

    private Node resolve(Node node, Path path, PathRules<Rule> rules) {
        Rule rule = rules.rule();
        if (rule != null) {
            return rule.resolve(this, node, path);
        }
        return switch (node) {
            case Mapping mapping -> rules.change(mapping, path, this::resolve);
            case Sequence sequence -> sequence.map(item -> resolve(item, path, rules.item()));
            case Scalar scalar -> scalar;
        };
    }

    private Node changed(Node node, java.util.function.UnaryOperator<String> change) {
        if (!(node instanceof Scalar scalar) || scalar.string() == null) {
            return node;
        }
        String resolved = change.apply(scalar.text());
        return resolved.equals(scalar.value())
                ? node
                : new Scalar(texts.shared(resolved), scalar.origin().then(Origin.Step.NORMALISATION, "path"));
    }

    private Node local(Node node, Path path) {
        return changed(node, text -> absolute(text, node));
    }

    private String absolute(String text, Node of) {
        String expanded = withHome(text, of);
        return expanded.isEmpty() ? expanded : FilePath.resolve(folder, expanded);
    }

    private Node mountable(Node node, Path path) {
        return changed(node, text -> {
            String expanded = withHome(text, node);
            return isWindowsAbsolute(expanded) ? expanded : FilePath.resolve(folder, expanded);
        });
    }

    private Node context(Node node, Path path) {
        // A folder may be named 0, which the reference answers with a panic.
        boolean isTyped = node instanceof Scalar scalar && scalar.value() != null && scalar.string() == null;
        Node named = isTyped ? new Scalar(node.text(), node.origin()) : node;
        return changed(named, text -> {
            boolean elsewhere = text.contains("://")
                    || text.startsWith("service:")
                    || REMOTE_CONTEXTS.stream().anyMatch(text::startsWith);
            return elsewhere ? text : absolute(text, node);
        });
    }

    private Node watched(Node node, Path path) {
        return changed(node, text -> throughLink(absolute(text, node)));
    }

    private Node bind(Node node, Path path) {
        if (!(node instanceof Mapping mount) || !"bind".equals(mount.string("type"))) {
            return node;
        }
        Node source = mount.get("source");
        if (source == null) {
            problems.error(
                    "missing-key", mount.position(), path, "invalid mount config for type \"bind\": source is missing");
            return node;
        }
        return mount.with("source", mountable(source, path));
    }

    /** A volume of the local driver that is a bind mount in truth. */
    private Node device(Node node, Path path) {
        if (!(node instanceof Mapping volume) || !"local".equals(volume.string("driver"))) {
            return node;
        }
        Mapping options = volume.mapping("driver_opts");
        if (options == null || !"bind".equals(options.string("o"))) {
            return node;
        }
        Node device = options.get("device");
        return device == null ? node : volume.with("driver_opts", options.with("device", mountable(device, path)));
    }

    private String withHome(String text, Node of) {
        if (!text.startsWith("~")) {
            return text;
        }
        if (home == null || home.isEmpty()) {
            problems.warn("no-home", of.position(), "cannot expand '~', because the environment lacks HOME");
            return text;
        }
        return FilePath.join(home, text.substring(1));
    }

    private static boolean isWindowsAbsolute(String text) {
        return text.startsWith("\\\\")
                || (text.length() > 2 && text.charAt(1) == ':' && (text.charAt(2) == '\\' || text.charAt(2) == '/'));
    }

    /** The path with its first symbolic link followed. */
    private static String throughLink(String path) {
        String at = FilePath.isAbsolute(path) ? "/" : "";
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            at = FilePath.join(at, part);
            java.nio.file.Path candidate = java.nio.file.Path.of(at);
            if (Files.isSymbolicLink(candidate)) {
                try {
                    return candidate.toRealPath() + path.substring(Math.min(path.length(), at.length()));
                } catch (IOException dangling) {
                    return path;
                }
            }
        }
        return path;
    }
}
