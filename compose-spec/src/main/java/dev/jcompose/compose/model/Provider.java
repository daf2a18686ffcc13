package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program of another's that manages the service. */
public record Provider(String type, Map<String, List<String>> options) {
    static Provider of(View view) {
        View options = view.structOrEmpty("options", found -> found);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        options.tree().entries().stream()
                .filter(entry -> entry.value() instanceof Sequence)
                .forEach(entry -> lists.put(entry.key(), options.texts(entry.key())));
        return new Provider(view.text("type"), lists);
    }
}
