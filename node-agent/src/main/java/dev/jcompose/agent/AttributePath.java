package dev.jcompose.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.Attribute;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Where a service says what a node refuses of its container. */
final class AttributePath {
    /** The same may be said in other places. */
    private static final Map<String, List<String>> ELSEWHERE = Map.of(
            "volumes", List.of("tmpfs", "secrets", "configs"),
            "mem_limit", List.of("deploy.resources.limits.memory"),
            "mem_reservation", List.of("deploy.resources.reservations.memory"),
            "cpus", List.of("deploy.resources.limits.cpus"),
            "pids_limit", List.of("deploy.resources.limits.pids"),
            "gpus", List.of("deploy.resources.reservations.devices", "devices"),
            "cap_add", List.of("cap_drop"),
            "restart", List.of("deploy.restart_policy"),
            "entrypoint", List.of("command"));

    private AttributePath() {}

    /**
     * The path below {@code base}, as {@code services.web.devices[1]}; empty where the service does not say it.
     *
     * @param service resolved
     */
    static String of(String base, JsonNode service, Attribute wrong) {
        String path = in(base, service, wrong.key(), wrong.item());
        for (String other : ELSEWHERE.getOrDefault(wrong.key(), List.of())) {
            path = path.isEmpty() ? in(base, service, other, wrong.item()) : path;
        }
        return path;
    }

    private static String in(String base, JsonNode service, String key, String item) {
        JsonNode at = service.at("/" + key.replace('.', '/'));
        if (at.isMissingNode() || at.isNull()) {
            return "";
        }
        String path = base + "." + key;
        if (item.isEmpty() || at.isValueNode()) {
            return path;
        }
        if (at.isObject()) {
            return at.properties().stream()
                    .filter(each -> each.getKey().equals(item) || isOrHas(each.getValue(), item))
                    .findFirst()
                    .map(each -> path + "." + each.getKey())
                    .orElse(path);
        }
        for (int i = 0; i < at.size(); i++) {
            if (isOrHas(at.get(i), item)) {
                return path + "[" + i + "]";
            }
        }
        return "";
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
