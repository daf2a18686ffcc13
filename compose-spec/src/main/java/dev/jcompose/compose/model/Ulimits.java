package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Reads resource limits, given as one number or as two. */
final class Ulimits {
    private Ulimits() {}

    static List<Ulimit> of(View view) {
        Mapping mapping = view.tree().mapping("ulimits");
        if (mapping == null) {
            return List.of();
        }
        List<Ulimit> limits = new ArrayList<>();
        for (Mapping.Entry entry : mapping.entries()) {
            if (entry.value() instanceof Scalar scalar && scalar.value() instanceof Number number) {
                limits.add(new Ulimit(entry.key(), number.longValue(), number.longValue()));
            } else if (entry.value() instanceof Mapping both) {
                View two = new View(both);
                limits.add(new Ulimit(entry.key(), two.number("soft"), two.number("hard")));
            }
        }
        return List.copyOf(limits);
    }
}
