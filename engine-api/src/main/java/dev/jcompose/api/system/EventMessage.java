package dev.jcompose.api.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;

/**
 * Something happened to an object.
 *
 * @param status {@code id} and {@code from}: containers and images only, for clients older than {@code Actor}
 * @param type {@code container}, {@code image}, {@code network}, {@code volume}, {@code builder}, {@code daemon}
 * @param time seconds since 1970
 */
public record EventMessage(
        @JsonProperty("status") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String status,

        @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String id,

        @JsonProperty("from") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String from,

        String type,
        String action,
        Actor actor,
        @JsonProperty("scope") String scope,
        @JsonProperty("time") long time,
        @JsonProperty("timeNano") long timeNano) {

    public record Actor(@JsonProperty("ID") String id, Map<String, String> attributes) {}

    public static EventMessage of(String type, String action, String id, Map<String, String> attributes, Instant at) {
        var legacy = type.equals("container") || type.equals("image");
        return new EventMessage(
                legacy ? action : "",
                legacy ? id : "",
                legacy ? attributes.getOrDefault("image", "") : "",
                type,
                action,
                new Actor(id, attributes),
                "local",
                at.getEpochSecond(),
                Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano()));
    }
}
