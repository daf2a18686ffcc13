package dev.jcompose.compose.model;

import java.util.List;

/** A language model of the project. */
public record Model(String key, String name, String model, long contextSize, List<String> runtimeFlags) {
    static Model of(String key, View view) {
        return new Model(
                key, view.text("name"), view.text("model"), view.number("context_size"), view.texts("runtime_flags"));
    }
}
