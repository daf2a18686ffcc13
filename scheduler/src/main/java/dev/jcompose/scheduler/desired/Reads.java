package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which values of a model were asked for. What nobody asks for would be dropped in silence, so a reading ends by looking at
 * {@link #unread}. One thread's.
 */
class Reads {

    /** For readings that nobody asks about. */
    static final Reads UNNOTED = new Reads() {
        @Override
        Reads at(String key) {
            return this;
        }

        @Override
        void note() {}
    };

    private final Map<String, Reads> below = new LinkedHashMap<>();
    private boolean noted;

    Reads at(String key) {
        return below.computeIfAbsent(key, each -> new Reads());
    }

    /** The value was asked for, and all that is below it. */
    void note() {
        noted = true;
    }

    /** Ways from the top to each value that was not asked for; empty ones, nulls and extensions say nothing. */
    List<List<String>> unread(JsonNode node) {
        List<List<String>> unread = new ArrayList<>();
        collect(node, List.of(), unread);
        return unread;
    }

    private void collect(JsonNode node, List<String> way, List<List<String>> unread) {
        if (noted || node.isNull()) {
            return;
        }
        if (!node.isContainerNode()) {
            unread.add(way);
            return;
        }
        node.properties().forEach(entry -> {
            if (!entry.getKey().startsWith("x-")) {
                at(entry.getKey()).collect(entry.getValue(), longer(way, entry.getKey()), unread);
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            String item = Integer.toString(i);
            at(item).collect(node.path(i), longer(way, item), unread);
        }
    }

    private static List<String> longer(List<String> way, String key) {
        List<String> longer = new ArrayList<>(way);
        longer.add(key);
        return longer;
    }
}
