package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The filters of {@code GET /containers/json}: values of one key are alternatives, keys must all hold; labels must all hold. */
final class ContainerFilter {
    private static final Set<String> KNOWN = Set.of(
            "ancestor",
            "before",
            "expose",
            "exited",
            "health",
            "id",
            "is-task",
            "isolation",
            "label",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume");

    private final Map<String, List<String>> filters;
    private final ContainerTable table;

    ContainerFilter(Map<String, List<String>> filters, ContainerTable table) {
        this.filters = filters;
        this.table = table;
        for (String key : filters.keySet()) {
            if (!KNOWN.contains(key)) {
                throw EngineException.invalid("invalid filter '" + key + "'");
            }
        }
    }

    /** Whether a filter asks for states, so that those that do not run are looked at too. */
    boolean namesStates() {
        return filters.containsKey("status") || filters.containsKey("exited");
    }

    boolean takes(Container container) {
        ContainerRecord record = container.record();
        var config = record.config();
        return any("id", value -> record.id().startsWith(value))
                && any("name", value -> matches(value, record.name()))
                && all("label", value -> hasLabel(config.labels(), value))
                && any("status", value -> value.equals(container.statusName()))
                && any(
                        "exited",
                        value -> !container.isRunning()
                                && container.state().exitCode() == number(value)
                                && !container.state().startedAt().equals(ContainerRecord.State.CREATED.startedAt()))
                && any("ancestor", value -> isAncestor(value, record))
                && any("health", value -> value.equals(health(container)))
                && any(
                        "volume",
                        value -> record.mounts().stream()
                                .anyMatch(m -> m.volume().equals(value)
                                        || m.target().equals(value)
                                        || m.source().equals(value)))
                && any(
                        "expose",
                        value -> config.exposedPorts().keySet().stream().anyMatch(p -> port(p).equals(port(value))))
                && any(
                        "publish",
                        value -> record.host().reach().portBindings().keySet().stream()
                                .anyMatch(p -> port(p).equals(port(value))))
                && any("is-task", value -> !Boolean.parseBoolean(value))
                && all(
                        "before",
                        value -> record.created()
                                .isBefore(table.get(value).record().created()))
                && all(
                        "since",
                        value -> record.created()
                                .isAfter(table.get(value).record().created()));
    }

    private boolean any(String key, Predicate<String> holds) {
        List<String> values = filters.getOrDefault(key, List.of());
        return values.isEmpty() || values.stream().anyMatch(holds);
    }

    private boolean all(String key, Predicate<String> holds) {
        return filters.getOrDefault(key, List.of()).stream().allMatch(holds);
    }

    /** Docker takes names as regular expressions, with or without the slash. */
    private static boolean matches(String pattern, String name) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return compiled.matcher(name).find() || compiled.matcher("/" + name).find();
        } catch (java.util.regex.PatternSyntaxException e) {
            return name.contains(pattern);
        }
    }

    private static boolean hasLabel(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    private static boolean isAncestor(String value, ContainerRecord record) {
        String image = record.config().image();
        return image.equals(value)
                || image.equals(value + ":latest")
                || record.imageId().equals(value)
                || record.imageId().startsWith("sha256:" + value);
    }

    private static String health(Container container) {
        var health = container.probes.health();
        return health == null ? "none" : health.status();
    }

    /** Networks go by name or id, as they are and not as they were asked for. */
    boolean takesNetworksOf(ContainerSummary shown) {
        return any(
                "network",
                value -> shown.networkSettings().networks().entrySet().stream()
                        .anyMatch(network -> network.getKey().equals(value)
                                || network.getValue().address().networkId().equals(value)));
    }

    private static String port(String text) {
        return text.contains("/") ? text : text + "/tcp";
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalid("invalid filter 'exited=" + text + "': not a number");
        }
    }
}
