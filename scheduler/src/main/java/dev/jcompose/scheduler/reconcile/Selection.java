package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.desired.Dependency;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.StackSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which services of a stack a request is about. */
record Selection(Set<String> named, List<ServiceSpec> inOrder) {

    /** The named ones, or all; with their dependencies where {@code deps}. Every service after those it depends on. */
    static Selection of(StackSpec spec, Collection<String> names, boolean deps) {
        for (String name : names) {
            if (!spec.services().containsKey(name)) {
                throw EngineException.notFound("stack " + spec.name() + " has no service " + name + "; it has "
                        + String.join(", ", spec.services().keySet()));
            }
        }
        Set<String> named = names.isEmpty() ? spec.services().keySet() : new LinkedHashSet<>(names);
        Set<String> all = new LinkedHashSet<>();
        named.forEach(name -> visit(spec, name, deps, all));
        List<ServiceSpec> inOrder = spec.services().values().stream()
                .filter(service -> all.contains(service.name()))
                .toList();
        return new Selection(Set.copyOf(named), inOrder);
    }

    private static void visit(StackSpec spec, String name, boolean deps, Set<String> seen) {
        ServiceSpec service = spec.services().get(name);
        if (service == null || !seen.add(name) || !deps) {
            return;
        }
        for (Dependency dependency : service.dependencies()) {
            visit(spec, dependency.service(), true, seen);
        }
    }

    List<ServiceSpec> reversed() {
        return new ArrayList<>(inOrder).reversed();
    }

    boolean has(String service) {
        return inOrder.stream().anyMatch(other -> other.name().equals(service));
    }
}
