package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final Set<String> STATES =
            Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
    private static final Set<String> HEALTH = Set.of("starting", "healthy", "unhealthy", "none");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> TRUTHS = Stream.concat(
                    TRUE.stream(), Stream.of("0", "f", "F", "FALSE", "false", "False"))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, List<String>> filters;
    private final List<PortFilter> exposed;
    private final List<PortFilter> published;
    private final ContainerTable table;

    ContainerFilter(Map<String, List<String>> filters, ContainerTable table) {
        this.filters = filters;
        this.table = table;
        for (String key : filters.keySet()) {
            if (!KNOWN.contains(key)) {
                throw EngineException.invalid("invalid filter '" + key + "'");
            }
        }
        oneOf("status", STATES, "invalid filter 'status=%s'");
        oneOf("health", HEALTH, "unrecognized filter value for health: %s");
        oneOf("is-task", TRUTHS, "invalid filter 'is-task=[%s]'");
        this.exposed = ports("expose");
        this.published = ports("publish");
    }

    private void oneOf(String key, Set<String> known, String otherwise) {
        for (String value : filters.getOrDefault(key, List.of())) {
            if (!known.contains(value)) {
                throw EngineException.invalid(otherwise.formatted(value) + ": use one of "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private List<PortFilter> ports(String key) {
        return filters.getOrDefault(key, List.of()).stream()
                .map(value -> PortFilter.parse(key, value))
                .toList();
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
                && (exposed.isEmpty()
                        || exposed.stream()
                                .anyMatch(wanted ->
                                        config.exposedPorts().keySet().stream().anyMatch(wanted::has)))
                && any("is-task", value -> !TRUE.contains(value))
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

    /** Published ports go by the host's: those that a run has, and those that were asked for by number. */
    boolean takesPortsOf(ContainerSummary shown) {
        return published.isEmpty()
                || published.stream()
                        .anyMatch(wanted -> shown.ports().stream()
                                        .anyMatch(port ->
                                                port.publicPort() > 0 && wanted.has(port.publicPort(), port.type()))
                                || asksFor(wanted, table.get(shown.id()).record()));
    }

    private static boolean asksFor(PortFilter wanted, ContainerRecord record) {
        return record.host().reach().portBindings().entrySet().stream()
                .anyMatch(each -> each.getValue().stream()
                        .anyMatch(binding -> binding.hostPort().matches("\\d{1,5}")
                                && wanted.has(
                                        Integer.parseInt(binding.hostPort()), PortFilter.protocol(each.getKey()))));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalid("invalid filter 'exited=" + text + "': not a number");
        }
    }
}
