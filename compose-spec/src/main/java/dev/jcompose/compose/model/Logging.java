package dev.jcompose.compose.model;

import java.util.Map;

/** Where a container's output goes; an empty driver is the engine's. */
public record Logging(String driver, Map<String, String> options) {
    static Logging of(View view) {
        return new Logging(view.text("driver"), view.textByKey("options"));
    }
}
