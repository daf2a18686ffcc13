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

/**
 * Reads members of the resolved model: absent and null are empty, numbers may be written as text.
 *
 * @param reads notes what is asked for, so that what nobody asks for can be told
 */
record Fields(JsonNode node, Reads reads) {

    Fields at(String key) {
        return new Fields(node.path(key), reads.at(key));
    }

    /** The same for what inspect shows and nothing heeds: that it was asked for is not noted. */
    Fields shown() {
        return new Fields(node, Reads.UNNOTED);
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** This value itself. */
    String text() {
        reads.note();
        return node.isNull() ? "" : node.asText("");
    }

    /** This value itself; null where the file gave a key without one. */
    @Nullable
    String textOrNull() {
        reads.note();
        return node.isNull() ? null : node.asText("");
    }

    String text(String key) {
        return at(key).text();
    }

    boolean flag(String key) {
        reads.at(key).note();
        return node.path(key).asBoolean(false);
    }

    @Nullable
    Boolean flagOrNull(String key) {
        reads.at(key).note();
        return has(key) ? node.path(key).asBoolean() : null;
    }

    long number(String key) {
        String text = text(key);
        return has(key) ? new BigDecimal(text).longValue() : 0;
    }

    @Nullable
    Long numberOrNull(String key) {
        long number = number(key);
        return has(key) ? number : null;
    }

    /** Billionths. */
    long nano(String key) {
        String text = text(key);
        return has(key) ? new BigDecimal(text).movePointRight(9).longValue() : 0;
    }

    /** Nanoseconds of {@code 1m30s}. */
    long duration(String key) {
        String text = text(key);
        if (!has(key)) {
            return 0;
        }
        return GoDuration.nanos(text)
                .orElseThrow(() -> EngineException.invalid("not a duration: " + text + "; write it like 1m30s"));
    }

    @Nullable
    Long durationOrNull(String key) {
        long nanos = duration(key);
        return has(key) ? nanos : null;
    }

    List<String> list(String key) {
        List<String> texts = new ArrayList<>();
        items(key).forEach(item -> texts.add(item.text()));
        return List.copyOf(texts);
    }

    @Nullable
    List<String> listOrNull(String key) {
        return node.path(key).isArray() ? list(key) : null;
    }

    List<Fields> items(String key) {
        List<Fields> items = new ArrayList<>();
        JsonNode array = node.path(key);
        Reads each = reads.at(key);
        for (int i = 0; i < array.size(); i++) {
            items.add(new Fields(array.path(i), each.at(Integer.toString(i))));
        }
        return items;
    }

    Map<String, String> map(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries(key).forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    Map<String, Fields> entries(String key) {
        Map<String, Fields> entries = new LinkedHashMap<>();
        Reads each = reads.at(key);
        node.path(key)
                .properties()
                .forEach(entry -> entries.put(entry.getKey(), new Fields(entry.getValue(), each.at(entry.getKey()))));
        return entries;
    }
}
