package dev.jcompose.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The query of a request, read as Docker reads it. */
public final class Query {
    private final Map<String, List<String>> members;

    Query(String uri) {
        this.members = new QueryStringDecoder(uri).parameters();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The first value, or the empty string. */
    public String text(String name) {
        List<String> values = members.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    public List<String> all(String name) {
        return members.getOrDefault(name, List.of());
    }

    /** Docker's truth: anything but nothing, 0, no, false and none. */
    public boolean flag(String name) {
        return flag(name, false);
    }

    public boolean flag(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        return switch (text(name).toLowerCase(java.util.Locale.ROOT).strip()) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    /** Throws INVALID where it is there and no number. */
    public OptionalInt number(String name) {
        return parsed(name, Integer::valueOf).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** As {@link #number}, of what may be large. */
    public OptionalLong bytes(String name) {
        return parsed(name, Long::valueOf).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private <T> Optional<T> parsed(String name, Function<String, T> form) {
        String value = text(name);
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(form.apply(value));
        } catch (NumberFormatException e) {
            throw EngineException.invalid(name + "=\"" + value + "\" is not a number");
        }
    }

    /** A member that is JSON; {@code absent} also for null, which is how clients written in Go say that nothing is set. */
    public <T> T json(String name, TypeReference<T> type, T absent) {
        String text = text(name);
        return text.isEmpty() || text.equals("null") ? absent : Json.read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** {@code filters}, in both of Docker's forms: {@code {"label": ["a"]}} and {@code {"label": {"a": true}}}. */
    public Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        JsonNode json = json("filters", new TypeReference<JsonNode>() {}, JsonNodeFactory.instance.objectNode());
        if (!json.isObject()) {
            throw EngineException.invalid("invalid filter: \"filters\" is a JSON object of lists");
        }
        for (Map.Entry<String, JsonNode> filter : json.properties()) {
            List<String> values = new ArrayList<>();
            if (filter.getValue().isArray()) {
                filter.getValue().forEach(value -> values.add(value.asText()));
            } else {
                filter.getValue().properties().stream()
                        .filter(value -> value.getValue().asBoolean())
                        .forEach(value -> values.add(value.getKey()));
            }
            filters.put(filter.getKey(), values);
        }
        return filters;
    }
}
