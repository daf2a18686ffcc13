package dev.jcompose.compose.node;

import java.util.HashMap;
import java.util.Map;

/** One string for each text, as the same few come again and again in a stack: that is smaller, and quicker to compare. */
public final class SharedTexts {
    /** How many are kept; a stack with more has names of its own among them, each of which comes but a few times. */
    private static final int MOST = 1000;

    private final Map<String, String> texts = new HashMap<>();

    /** The string that came first with this text. */
    public String shared(String text) {
        String first = texts.get(text);
        if (first != null) {
            return first;
        }
        if (texts.size() < MOST) {
            texts.put(text, text);
        }
        return text;
    }
}
