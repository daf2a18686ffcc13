package dev.jcompose.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which services of a project a command means. */
public final class Selection {
    private Selection() {}

    /** These, or all where none is named; with all that they depend on where asked for. */
    public static List<String> of(Project project, List<String> named, boolean dependencies) {
        named.forEach(project::service);
        if (named.isEmpty() || !dependencies) {
            return named.isEmpty() ? project.services() : named;
        }
        Set<String> known = Set.copyOf(project.services());
        Set<String> chosen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(named);
        while (!open.isEmpty()) {
            String name = open.pop();
            // A dependency that is not required may wait for a profile.
            if (known.contains(name) && chosen.add(name)) {
                project.service(name).path("depends_on").fieldNames().forEachRemaining(open::add);
            }
        }
        return List.copyOf(chosen);
    }
}
