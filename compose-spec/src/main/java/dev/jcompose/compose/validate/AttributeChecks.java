package dev.jcompose.compose.validate;

import dev.jcompose.compose.canonical.IpAddress;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules on single attributes that a schema cannot say. Works on the canonical model. */
public final class AttributeChecks {
    /** Gives back the value where it is right, else null. */
    @FunctionalInterface
    private interface Check {
        @Nullable
        Node check(AttributeChecks checks, Node node, Path path);
    }

    private static final PathRules<Check> RULES = PathRules.of(rules());

    private final Problems problems;

    public AttributeChecks(Problems problems) {
        this.problems = problems;
    }

    private static Map<String, Check> rules() {
        Map<String, Check> rules = new HashMap<>();
        rules.put("volumes.*", AttributeChecks::external);
        rules.put(
                "configs.*",
                (checks, node, path) -> checks.oneSource(node, path, List.of("file", "environment", "content")));
        rules.put("secrets.*", (checks, node, path) -> checks.oneSource(node, path, List.of("file", "environment")));
        rules.put("services.*.ports.*", AttributeChecks::address);
        rules.put("services.*.develop.watch.*.path", AttributeChecks::notBlank);
        rules.put("services.*.deploy.resources.reservations.devices.*", AttributeChecks::device);
        rules.put("services.*.gpus.*", AttributeChecks::device);
        Stream.of("entrypoint", "command", "develop.watch.*.exec.command")
                .forEach(command -> rules.put("services.*." + command, AttributeChecks::command));
        Stream.of("pre_start", "post_start", "pre_stop")
                .forEach(hook -> rules.put("services.*." + hook + ".*.command", AttributeChecks::command));
        return rules;
    }

    /** The model less what a rule refuses. */
    public Mapping check(Mapping model) {
        return RULES.change(model, Path.ROOT, this::check);
    }

    private @Nullable Node check(Node node, Path path, PathRules<Check> rules) {
        Check rule = rules.rule();
        if (rule != null) {
            return rule.check(this, node, path);
        }
        return switch (node) {
            case Mapping mapping -> rules.change(mapping, path, this::check);
            case Sequence sequence -> rules.change(sequence, path, this::check);
            case Scalar scalar -> scalar;
        };
    }

    private @Nullable Node refuse(String code, Node node, Path path, String message) {
        problems.error(code, node.position(), path, message);
        return null;
    }

    private @Nullable Node external(Node node, Path path) {
        if (!(node instanceof Mapping volume) || !Boolean.TRUE.equals(volume.value("external"))) {
            return node;
        }
        for (Mapping.Entry entry : volume.entries()) {
            boolean allowed = entry.key().equals("name")
                    || entry.key().equals("external")
                    || entry.key().startsWith("x-");
            if (!allowed) {
                problems.error(
                        "external-conflict",
                        entry.position(),
                        path,
                        "conflicting parameters \"external\" and \"%s\" specified".formatted(entry.key()));
                return null;
            }
        }
        return node;
    }

    private @Nullable Node oneSource(Node node, Path path, List<String> keys) {
        if (!(node instanceof Mapping object)) {
            return node;
        }
        long count = keys.stream().filter(object::has).count();
        String names = String.join("|", keys);
        if (count > 1) {
            return refuse("exclusive-keys", node, path, names + " attributes are mutually exclusive");
        }
        boolean elsewhere = object.has("driver") || object.has("external");
        boolean faulty = keys.stream().anyMatch(key -> problems.leftOut(path.key(key)));
        if (count == 0 && !elsewhere && !faulty) {
            return refuse("missing-key", node, path, "one of %s must be set".formatted(names));
        }
        return node;
    }

    private @Nullable Node address(Node node, Path path) {
        if (node instanceof Mapping port && port.get("host_ip") instanceof Scalar ip && !IpAddress.isValid(ip.text())) {
            problems.error("ip-address", ip.position(), path, "invalid ip address: " + ip.text());
            return null;
        }
        return node;
    }

    private @Nullable Node notBlank(Node node, Path path) {
        return node instanceof Scalar scalar && "".equals(scalar.string())
                ? refuse("invalid-value", node, path, "value can't be blank")
                : node;
    }

    /** A date passes for a string in the schema of the reference, which then takes no word from it. */
    private Node command(Node node, Path path) {
        if (node instanceof Scalar scalar && scalar.value() instanceof OffsetDateTime) {
            problems.warn(
                    "date-command",
                    node.position(),
                    "%s is a date, which is no command and left out as by Compose (put it in quotes)".formatted(path));
        }
        return node;
    }

    private @Nullable Node device(Node node, Path path) {
        return node instanceof Mapping request && request.has("count") && request.has("device_ids")
                ? refuse("exclusive-keys", node, path, "\"count\" and \"device_ids\" attributes are exclusive")
                : node;
    }
}
