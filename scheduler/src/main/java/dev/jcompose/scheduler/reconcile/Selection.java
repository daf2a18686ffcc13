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
import java.util.stream.Stream;

/**
 * Which services of a stack a request is about.
 *
 * @param left names of services that have containers and are not in the stack now: no profile of the last request enables them
 */
record Selection(Set<String> named, List<ServiceSpec> inOrder, List<String> left) {

    /** As the other, for what can be asked of containers that are there. */
    static Selection of(Situation at, Collection<String> names, boolean deps) {
        Set<String> there = new LinkedHashSet<>();
        at.unknown().forEach(member -> there.add(member.task().serviceName()));
        List<String> left = names.stream().filter(there::contains).toList();
        List<String> known =
                names.stream().filter(name -> !there.contains(name)).toList();
        if (known.isEmpty() && !left.isEmpty()) {
            return new Selection(Set.of(), List.of(), left);
        }
        Selection selection = of(at.spec(), known, deps);
        return new Selection(selection.named, selection.inOrder, left);
    }

    /** The named ones, or all; with their dependencies where {@code deps}. Every service after those it depends on. */
    static Selection of(StackSpec spec, Collection<String> names, boolean deps) {
        for (String name : names) {
            if (!spec.services().containsKey(name)) {
                throw EngineException.notFound("no such service: " + name + ". " + spec.name() + " has "
                        + String.join(", ", spec.services().keySet()));
            }
        }
        Set<String> named = names.isEmpty() ? spec.services().keySet() : new LinkedHashSet<>(names);
        Set<String> all = new LinkedHashSet<>();
        named.forEach(name -> visit(spec, name, deps, all));
        List<ServiceSpec> inOrder = spec.services().values().stream()
                .filter(service -> all.contains(service.name()))
                .toList();
        return new Selection(Set.copyOf(named), inOrder, List.of());
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

    /** Every service after those it depends on, and last what the stack knows no more. */
    List<String> names() {
        return Stream.concat(inOrder.stream().map(ServiceSpec::name), left.stream())
                .toList();
    }

    boolean has(String service) {
        return names().contains(service);
    }
}
