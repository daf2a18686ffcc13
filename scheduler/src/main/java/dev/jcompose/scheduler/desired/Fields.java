package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.GoDuration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads members of the resolved model: absent and null are empty, numbers may be written as text. */
record Fields(JsonNode node) {

    Fields at(String key) {
        return new Fields(node.path(key));
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    String text(String key) {
        JsonNode value = node.path(key);
        return value.isNull() ? "" : value.asText("");
    }

    boolean flag(String key) {
        return node.path(key).asBoolean(false);
    }

    @Nullable
    Boolean flagOrNull(String key) {
        return has(key) ? node.path(key).asBoolean() : null;
    }

    long number(String key) {
        return has(key) ? new BigDecimal(text(key)).longValue() : 0;
    }

    @Nullable
    Long numberOrNull(String key) {
        return has(key) ? number(key) : null;
    }

    /** Billionths. */
    long nano(String key) {
        return has(key) ? new BigDecimal(text(key)).movePointRight(9).longValue() : 0;
    }

    /** Nanoseconds of {@code 1m30s}. */
    long duration(String key) {
        if (!has(key)) {
            return 0;
        }
        return GoDuration.nanos(text(key))
                .orElseThrow(() -> EngineException.invalid("not a duration: " + text(key) + "; write it like 1m30s"));
    }

    List<String> list(String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    @Nullable
    List<String> listOrNull(String key) {
        return node.path(key).isArray() ? list(key) : null;
    }

    List<Fields> items(String key) {
        List<Fields> items = new ArrayList<>();
        node.path(key).forEach(item -> items.add(new Fields(item)));
        return items;
    }

    Map<String, String> map(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries(key).forEach((name, value) -> texts.put(name, value.node.isNull() ? "" : value.node.asText()));
        return texts;
    }

    Map<String, Fields> entries(String key) {
        Map<String, Fields> entries = new LinkedHashMap<>();
        node.path(key).properties().forEach(entry -> entries.put(entry.getKey(), new Fields(entry.getValue())));
        return entries;
    }
}
