package dev.jcompose.compose.validate;

import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Finds services that wait for each other in a ring. */
final class DependencyCycles {
    private enum State {
        OPEN,
        DONE
    }

    private final Project project;
    private final Problems problems;
    private final Map<String, State> states = new HashMap<>();

    DependencyCycles(Project project, Problems problems) {
        this.project = project;
        this.problems = problems;
    }

    void check() {
        project.services().keySet().forEach(this::walk);
    }

    /** Depth first with a stack of its own, as chains may be longer than the thread's. */
    private void walk(String start) {
        if (states.putIfAbsent(start, State.OPEN) != null) {
            return;
        }
        List<String> path = new ArrayList<>(List.of(start));
        Deque<Iterator<Mapping.Entry>> open = new ArrayDeque<>();
        open.push(next(start));
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                states.put(path.removeLast(), State.DONE);
                continue;
            }
            String to = open.element().next().key();
            State state = states.putIfAbsent(to, State.OPEN);
            if (state == State.OPEN) {
                report(path.subList(path.indexOf(to), path.size()), to);
            } else if (state == null) {
                path.add(to);
                open.push(next(to));
            }
        }
    }

    private Iterator<Mapping.Entry> next(String name) {
        Service service = project.service(name);
        Mapping dependencies = service == null ? null : service.tree().mapping("depends_on");
        return dependencies == null
                ? Collections.emptyIterator()
                : dependencies.entries().iterator();
    }

    private void report(List<String> ring, String to) {
        Service last = project.service(ring.getLast());
        Mapping dependsOn = last == null ? null : last.tree().mapping("depends_on");
        if (last != null && dependsOn != null) {
            problems.error(
                    "dependency-cycle",
                    dependsOn.positionOf(to),
                    Path.ROOT.key("services").key(last.name()),
                    "dependency cycle detected: %s -> %s".formatted(String.join(" -> ", ring), to));
        }
    }
}
