package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * The attributes of a service that its containers are made from, with the digests of their secrets and configs and the real
 * names of their networks and volumes. What only says how many there are, in which order and where images come from is left out.
 */
record Compared(JsonNode fields) {

    private static final List<String> LEFT_OUT =
            List.of("build", "platform", "pull_policy", "scale", "depends_on", "profiles", "develop", "attach");

    /** What a field's name begins with that tells the engine nothing. */
    private static final String EXTENSION = "x-";

    /** Maps whose keys are the user's: one without a value says something. */
    private static final Set<String> GIVEN = Set.of(
            "environment",
            "networks",
            "labels",
            "annotations",
            "sysctls",
            "extra_hosts",
            "driver_opts",
            "options",
            "storage_opt",
            "ulimits");

    /**
     * @param networks their real names
     * @param volumes real names of those whose name the key does not tell
     */
    static Compared of(Fields service, Secrets secrets, List<String> networks, List<String> volumes) {
        ObjectNode fields = service.node().deepCopy();
        leaveOut(fields);
        secrets.mark(fields);
        name(fields, "network_names", networks);
        name(fields, "volume_names", volumes);
        return new Compared(fields);
    }

    private static void name(ObjectNode fields, String key, List<String> real) {
        if (!real.isEmpty()) {
            ArrayNode names = fields.putArray(key);
            real.forEach(names::add);
        }
    }

    /**
     * What another version of this program has stored, as this one would have: without what is not compared any more, and
     * without what says nothing, so that a new field which is left unset makes no difference.
     */
    static JsonNode upgraded(JsonNode stored) {
        if (!(stored.deepCopy() instanceof ObjectNode fields)) {
            return stored;
        }
        leaveOut(fields);
        return fields;
    }

    private static void leaveOut(ObjectNode fields) {
        fields.remove(LEFT_OUT);
        if (fields.get("deploy") instanceof ObjectNode deploy) {
            deploy.remove(List.of("replicas", "update_config", "rollback_config"));
        }
        prune(fields);
    }

    private static void prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(field -> !GIVEN.contains(field.getKey()))
                    .forEach(field -> prune(field.getValue()));
            object.properties()
                    .removeIf(field -> field.getKey().startsWith(EXTENSION)
                            || !GIVEN.contains(field.getKey()) && isUnset(field.getValue()));
        } else {
            node.forEach(Compared::prune);
        }
    }

    private static boolean isUnset(JsonNode value) {
        return value.isNull() || (value.isObject() && value.isEmpty());
    }
}
