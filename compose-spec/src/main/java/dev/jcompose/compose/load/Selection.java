package dev.jcompose.compose.load;

import dev.jcompose.compose.model.DependsOn;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.validate.Consistency;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which services of a project take part: by profile, by name, and what those need. */
final class Selection {
    private final Problems problems;

    Selection(Problems problems) {
        this.problems = problems;
    }

    /** Disables the services that belong to profiles of which none is active. */
    Project byProfiles(Project project, Collection<String> active) {
        Mapping all = everything(project);
        Mapping enabled = all.map((name, service) -> isActive(name, service, active) ? service : null);
        Mapping disabled = all.map((name, service) -> enabled.has(name) ? null : service);
        return with(project, enabled, disabled);
    }

    private static boolean isActive(String name, Node service, Collection<String> active) {
        List<String> profiles = new Service(name, (Mapping) service).profiles();
        return profiles.isEmpty() || active.contains("*") || profiles.stream().anyMatch(active::contains);
    }

    private static Mapping everything(Project project) {
        Mapping services = project.tree().mapping("services");
        if (services == null) {
            return project.disabled();
        }
        if (project.disabled().isEmpty()) {
            return services;
        }
        Mapping.Builder all = services.toBuilder();
        project.disabled().entries().forEach(all::put);
        return all.build();
    }

    private static Project with(Project project, Mapping enabled, Mapping disabled) {
        Mapping tree = enabled.isEmpty()
                ? project.tree().without("services")
                : project.tree().with("services", enabled);
        return new Project(
                tree, disabled, project.workingDirectory(), project.files(), project.environment(), project.values());
    }

    /** Keeps the named services and what they depend on; naming one activates its profiles. */
    Project byNames(Project project, List<String> names, Collection<String> active) {
        if (names.isEmpty()) {
            return project;
        }
        Set<String> profiles = new LinkedHashSet<>(active);
        for (String name : names) {
            Mapping service = project.disabled().mapping(name);
            if (service != null) {
                profiles.addAll(new Service(name, service).profiles());
            }
        }
        Project enabled = byProfiles(project, profiles);
        Set<String> kept = withDependencies(enabled, names);
        Mapping.Builder chosen = Mapping.builder(project.tree().origin());
        Mapping.Builder disabled = enabled.disabled().toBuilder();
        Mapping services = enabled.tree().mapping("services");
        if (services != null) {
            for (Mapping.Entry entry : services.entries()) {
                if (kept.contains(entry.key())) {
                    chosen.put(entry.withValue(onlyDependingOn((Mapping) entry.value(), kept)));
                } else {
                    disabled.put(entry);
                }
            }
        }
        return with(enabled, chosen.build(), disabled.build());
    }

    private static Mapping onlyDependingOn(Mapping service, Set<String> kept) {
        Mapping dependencies = service.mapping("depends_on");
        if (dependencies == null) {
            return service;
        }
        Mapping left = dependencies.map((name, value) -> kept.contains(name) ? value : null);
        return left.isEmpty() ? service.without("depends_on") : service.with("depends_on", left);
    }

    private Set<String> withDependencies(Project project, List<String> names) {
        Set<String> kept = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String name : names) {
            List<String> found = matching(project, name);
            if (found.isEmpty() && !problems.leftOut(Path.ROOT.key("services").key(name))) {
                problems.error("no-such-service", Position.NOWHERE, "no such service: " + name);
            }
            open.addAll(found);
        }
        while (!open.isEmpty()) {
            Service service = project.service(open.pop());
            if (service != null && kept.add(service.name())) {
                service.dependsOn().values().forEach(dependency -> follow(project, service, dependency, open));
            }
        }
        return kept;
    }

    /** What the check of the whole project does not see, as it passes over the services that naming enables. */
    private void follow(Project project, Service service, DependsOn dependency, Deque<String> open) {
        if (dependency.required() && !problems.incomplete()) {
            new Consistency(project, problems).dependency(service, dependency);
        }
        open.push(dependency.service());
    }

    /** The named services that are there, and what they depend on. */
    static Set<String> closure(Project project, List<String> names) {
        Set<String> closure = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            Service service = project.service(open.pop());
            if (service != null && closure.add(service.name())) {
                open.addAll(service.dependsOn().keySet());
            }
        }
        return closure;
    }

    private static List<String> matching(Project project, String name) {
        if (project.service(name) != null) {
            return List.of(name);
        }
        if (!name.matches(".*[*?\\[].*")) {
            return List.of();
        }
        PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + name);
        return project.services().keySet().stream()
                .filter(service -> pattern.matches(java.nio.file.Path.of(service)))
                .toList();
    }

    /** Drops networks, volumes and the like that no service uses. */
    static Project withoutUnused(Project project) {
        Collection<Service> services = project.services().values();
        Mapping tree = project.tree();
        for (String section : List.of("networks", "volumes", "secrets", "configs", "models")) {
            Set<String> used = new HashSet<>();
            for (Service service : services) {
                use(used, service.tree().get(section));
                Mapping build = service.tree().mapping("build");
                if (build != null && section.equals("secrets")) {
                    use(used, build.get(section));
                }
            }
            tree = only(tree, section, used);
        }
        return project.withTree(tree);
    }

    /** By key or as the source of a mount; no views, which read all else of each mount too. */
    private static void use(Set<String> used, @Nullable Node uses) {
        if (uses instanceof Mapping named) {
            used.addAll(named.keys());
        } else if (uses instanceof Sequence mounts) {
            for (Node item : mounts.items()) {
                String source = item instanceof Mapping mount && isNamed(mount) ? mount.string("source") : null;
                if (source != null) {
                    used.add(source);
                }
            }
        }
    }

    /** Of mounts with a type, those of volumes; the path or image of another may read like the name of one. */
    private static boolean isNamed(Mapping mount) {
        return !mount.has("type") || "volume".equals(mount.string("type"));
    }

    private static Mapping only(Mapping tree, String section, Set<String> used) {
        Mapping resources = tree.mapping(section);
        if (resources == null) {
            return tree;
        }
        Mapping left = resources.map((key, value) -> used.contains(key) ? value : null);
        return left.isEmpty() ? tree.without(section) : tree.with(section, left);
    }
}
