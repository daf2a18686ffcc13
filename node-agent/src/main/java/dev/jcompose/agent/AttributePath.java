package dev.jcompose.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.Attribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Where a service, or a part of it, says what a node refuses of its container. */
final class AttributePath {
    private static final String EACH = "*";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** The same may be said in other places; of a longer key that begins so, too. */
    private static final Map<String, List<String>> ELSEWHERE = Map.of(
            "volumes", List.of("tmpfs", "secrets", "configs"),
            "mem_limit", List.of("deploy.resources.limits.memory"),
            "mem_reservation", List.of("deploy.resources.reservations.memory"),
            "cpus", List.of("deploy.resources.limits.cpus"),
            "pids_limit", List.of("deploy.resources.limits.pids"),
            "gpus", List.of("deploy.resources.reservations.devices"),
            "cap_add", List.of("cap_drop"),
            "restart", List.of("deploy.restart_policy"),
            "entrypoint", List.of("command"),
            "networks.*.mac_address", List.of("mac_address"));

    private AttributePath() {}

    /**
     * The path below {@code base}, as {@code services.web.devices[1]}; empty where the service does not say it. Where none of
     * several is meant, the path of what has them.
     *
     * @param service resolved
     */
    static String of(String base, JsonNode service, Attribute wrong) {
        return keys(wrong.key())
                .flatMap(key -> find(base, service, List.of(key.split("\\.")), wrong.item()).stream())
                .findFirst()
                .or(() -> keys(wrong.key())
                        .flatMap(key -> whole(base, service, key).stream())
                        .findFirst())
                .orElse("");
    }

    /** The path below {@code base} of what has no star in its key, whether anybody says it or not. */
    static String said(String base, Attribute wrong) {
        String key = wrong.key().replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
        return base + "." + key + (wrong.item().isEmpty() ? "" : "." + wrong.item());
    }

    private static Optional<String> whole(String base, JsonNode service, String key) {
        int several = key.indexOf("." + EACH);
        String above = several < 0 ? key : key.substring(0, several);
        boolean has = several >= 0 || service.at("/" + key.replace('.', '/')).isObject();
        return has ? find(base, service, List.of(above.split("\\.")), "") : Optional.empty();
    }

    private static Stream<String> keys(String key) {
        return Stream.concat(
                Stream.of(key),
                ELSEWHERE.entrySet().stream()
                        .filter(each -> key.equals(each.getKey()) || key.startsWith(each.getKey() + "."))
                        .flatMap(each -> each.getValue().stream()
                                .map(other ->
                                        other + key.substring(each.getKey().length()))));
    }

    private static Optional<String> find(String path, JsonNode at, List<String> keys, String item) {
        if (at.isMissingNode() || at.isNull()) {
            return Optional.empty();
        }
        if (keys.isEmpty()) {
            return item(path, at, item);
        }
        List<String> rest = keys.subList(1, keys.size());
        Stream<String> steps = keys.getFirst().equals(EACH) ? steps(at) : Stream.of(keys.getFirst());
        return steps.flatMap(step -> find(below(path, at, step), child(at, step), rest, item).stream())
                .findFirst();
    }

    private static Optional<String> item(String path, JsonNode at, String item) {
        if (item.isEmpty() || at.isValueNode() && isOrHas(at, item)) {
            return Optional.of(path);
        }
        return steps(at)
                .filter(step -> at.isObject() && step.equals(item) || isOrHas(child(at, step), item))
                .findFirst()
                .map(step -> below(path, at, step));
    }

    private static Stream<String> steps(JsonNode at) {
        return at.isObject()
                ? at.properties().stream().map(Map.Entry::getKey)
                : IntStream.range(0, at.size()).mapToObj(String::valueOf);
    }

    private static JsonNode child(JsonNode at, String step) {
        return at.isArray() && NUMBER.matcher(step).matches() ? at.path(Integer.parseInt(step)) : at.path(step);
    }

    private static String below(String path, JsonNode at, String step) {
        return at.isArray() ? path + "[" + step + "]" : path + "." + step;
    }

    /** The text of an item may say more behind a colon: {@code /run:size=1m}. */
    private static boolean isOrHas(JsonNode node, String item) {
        if (node.isObject()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .anyMatch(each -> each.asText().equals(item));
        }
        return node.asText().equals(item) || node.asText().startsWith(item + ":");
    }
}
