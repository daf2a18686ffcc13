package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A digest of what makes a service's containers what they are; how many there are and when they start is not in it. {@code config
 * --hash} prints it, and a container's label {@code com.docker.compose.config-hash} has it, so that scripts can compare the two.
 */
public final class ServiceDigest {
    private static final List<String> NOT_OF_A_CONTAINER =
            List.of("build", "pull_policy", "scale", "depends_on", "profiles");

    private ServiceDigest() {}

    /**
     * @param service the resolved service, as {@code config --format json} prints it
     * @return sixty-four hex digits
     */
    public static String of(JsonNode service) {
        ObjectNode fields = service.deepCopy();
        fields.remove(NOT_OF_A_CONTAINER);
        if (fields.get("deploy") instanceof ObjectNode deploy) {
            deploy.remove("replicas");
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.write(fields)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
