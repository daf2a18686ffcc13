package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The attributes of a service that its containers are made from, with the digests of their secrets and configs and the real
 * names of their networks. What only says how many there are, in which order and where images come from is left out.
 */
record Compared(JsonNode fields) {

    private static final List<String> LEFT_OUT =
            List.of("build", "pull_policy", "scale", "depends_on", "profiles", "develop", "attach", "env_file");

    static Compared of(Fields service, Secrets secrets, List<String> networks) {
        ObjectNode fields = service.node().deepCopy();
        fields.remove(LEFT_OUT);
        if (fields.get("deploy") instanceof ObjectNode deploy) {
            deploy.remove(List.of("replicas", "update_config", "rollback_config"));
            if (deploy.isEmpty()) {
                fields.remove("deploy");
            }
        }
        secrets.mark(fields);
        if (!networks.isEmpty()) {
            ArrayNode names = fields.putArray("network_names");
            networks.forEach(names::add);
        }
        return new Compared(fields);
    }

    /** Sixty-four hex digits. */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.write(fields)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
