package dev.jcompose.compose.validate;

import dev.jcompose.compose.bind.Extensions;
import dev.jcompose.compose.model.Build;
import dev.jcompose.compose.model.DependsOn;
import dev.jcompose.compose.model.Deploy;
import dev.jcompose.compose.model.Develop;
import dev.jcompose.compose.model.FileMount;
import dev.jcompose.compose.model.FileObject;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.model.VolumeMount;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Nearest;
import dev.jcompose.compose.problem.Problems;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold between the parts of a project: everything referred to exists, and nothing is said twice. */
public final class Consistency {
    private static final Path SERVICES = Path.ROOT.key("services");
    private static final List<String> TESTS = List.of("CMD", "CMD-SHELL", "NONE");

    private final Project project;
    private final Problems problems;

    public Consistency(Project project, Problems problems) {
        this.project = project;
        this.problems = problems;
    }

    public void check() {
        project.services().values().forEach(this::service);
        project.secrets().values().forEach(this::secret);
        new DependencyCycles(project, problems).check();
    }

    private void service(Service service) {
        Path path = SERVICES.key(service.name());
        origin(service, path);
        build(service);
        networks(service);
        healthcheck(service);
        dependencies(service);
        List<VolumeMount> volumes = service.volumes();
        references(service, volumes);
        limits(service);
        scale(service);
        watches(service);
        new MountTargets(service, problems).check(volumes);
    }

    private void error(Service service, String key, String code, String message) {
        Position position = service.tree().has(key) ? service.positionOf(key) : position(service);
        problems.error(code, position, SERVICES.key(service.name()), message);
    }

    private Position position(Service service) {
        Mapping services = project.tree().mapping("services");
        return services == null ? service.tree().position() : services.positionOf(service.name());
    }

    private void origin(Service service, Path path) {
        boolean none = service.build() == null && service.image().isEmpty() && service.provider() == null;
        if (none
                && Stream.of("image", "build", "provider", "extends")
                        .noneMatch(key -> problems.leftOut(path.key(key)))) {
            error(service, "", "no-image", "service has neither an image nor a build context specified");
        }
    }

    private void build(Service service) {
        Build build = service.build();
        if (build == null) {
            return;
        }
        if (!build.dockerfileInline().isEmpty() && !build.dockerfile().isEmpty()) {
            error(service, "build", "exclusive-keys", "declares mutually exclusive dockerfile and dockerfile_inline");
        }
        build.additionalContexts().forEach((name, context) -> additionalContext(service, name, context));
        boolean platform = build.platforms().isEmpty()
                || service.platform().isEmpty()
                || build.platforms().contains(service.platform());
        if (!platform) {
            error(
                    service,
                    "platform",
                    "platform",
                    "build.platforms must include the service's platform \"%s\"".formatted(service.platform()));
        }
        mounts(service, "build", build.secrets(), "secrets");
    }

    private void additionalContext(Service service, String name, String context) {
        if (!context.startsWith("service:")) {
            return;
        }
        String target = context.substring("service:".length());
        Service other = project.service(target);
        if (other == null) {
            error(
                    service,
                    "build",
                    "undefined-service",
                    "unknown service \"%s\" as additional context %s".formatted(target, name));
        } else if (other.build() == null) {
            error(
                    service,
                    "build",
                    "no-build",
                    "service \"%s\", used as additional context %s, is not built".formatted(target, name));
        }
    }

    private void networks(Service service) {
        if (!service.networkMode().isEmpty() && !names(service, "networks").isEmpty()) {
            error(
                    service,
                    "network_mode",
                    "exclusive-keys",
                    "declares mutually exclusive `network_mode` and `networks`");
        }
        for (String network : names(service, "networks")) {
            defined(service, "networks", network, "networks", "network");
        }
        String mode = service.networkMode();
        if (mode.startsWith("service:") && project.service(mode.substring("service:".length())) == null) {
            String other = mode.substring("service:".length());
            if (!service.dependsOn().containsKey(other)) {
                error(
                        service,
                        "network_mode",
                        "undefined-service",
                        "service \"%s\" not found for network_mode".formatted(other));
            }
        }
    }

    /** What a service uses by name; no views, which read all else of each use too. */
    private static List<String> names(Service service, String key) {
        Mapping named = service.tree().mapping(key);
        return named == null ? List.of() : named.keys();
    }

    private void defined(Service service, String key, String name, String section, String what) {
        if (name.equals(Extensions.TOGETHER)) {
            extensions(service, key, what);
            return;
        }
        Mapping known = project.tree().mapping(section);
        boolean there = known != null && known.has(name);
        if (!there && !problems.leftOut(Path.ROOT.key(section).key(name))) {
            problems.error(
                    "undefined-" + what,
                    reference(service, key, name),
                    SERVICES.key(service.name()),
                    "refers to undefined %s %s".formatted(what, name),
                    known == null ? null : Nearest.suggestion(name, known.keys()));
        }
    }

    /** A name that begins with x- is an extension among names, so that nothing of that name can be referred to. */
    private void extensions(Service service, String key, String what) {
        Mapping named = service.tree().mapping(key);
        Mapping extensions = named == null ? null : named.mapping(Extensions.TOGETHER);
        if (extensions != null) {
            for (Mapping.Entry extension : extensions.entries()) {
                problems.error(
                        "undefined-" + what,
                        extension.position(),
                        SERVICES.key(service.name()).key(key),
                        "%s is an extension here and no %s (a name without x- would be one)"
                                .formatted(extension.key(), what));
            }
        }
    }

    /** Where a service names something: the key, or the list entry that is or holds the name. */
    private Position reference(Service service, String key, String name) {
        Node node = service.tree().get(key);
        if (node instanceof Mapping mapping && mapping.has(name)) {
            return mapping.positionOf(name);
        }
        if (node instanceof Mapping build && build.get("secrets") instanceof Sequence secrets) {
            node = secrets;
        }
        if (node instanceof Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof Mapping mount && name.equals(mount.string("source"))) {
                    return mount.position();
                }
            }
        }
        return service.positionOf(key);
    }

    private void healthcheck(Service service) {
        Mapping check = service.tree().mapping("healthcheck");
        Sequence test = check == null ? null : check.sequence("test");
        if (test != null && !TESTS.contains(test.items().getFirst().text())) {
            error(
                    service,
                    "healthcheck",
                    "healthcheck-test",
                    "healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"");
        }
    }

    private void dependencies(Service service) {
        service.dependsOn().values().forEach(dependency -> dependency(service, dependency));
    }

    /** Whether what a service depends on is there. */
    public void dependency(Service service, DependsOn dependency) {
        String name = dependency.service();
        Mapping disabled = project.disabled().mapping(name);
        boolean known = project.service(name) != null || (disabled != null && !dependency.required());
        if (!known && !problems.leftOut(SERVICES.key(name))) {
            problems.error(
                    "undefined-service",
                    reference(service, "depends_on", name),
                    SERVICES.key(service.name()),
                    disabled == null
                            ? "depends on undefined service \"%s\"".formatted(name)
                            : "depends on service \"%s\", which no active profile enables".formatted(name),
                    disabled == null
                            ? Nearest.suggestion(name, others(service))
                            : enabling(new Service(name, disabled)));
        }
    }

    private static @Nullable String enabling(Service service) {
        List<String> profiles = service.profiles();
        return profiles.isEmpty() ? null : "activate it by --profile " + profiles.getFirst();
    }

    private Set<String> others(Service service) {
        Set<String> names = new TreeSet<>(project.services().keySet());
        names.remove(service.name());
        return names;
    }

    private void references(Service service, List<VolumeMount> volumes) {
        for (VolumeMount mount : volumes) {
            if (mount.type().equals("volume") && !mount.source().isEmpty()) {
                defined(service, "volumes", mount.source(), "volumes", "volume");
            }
        }
        mounts(service, "configs", service.configs(), "configs");
        mounts(service, "secrets", service.secrets(), "secrets");
        for (String model : names(service, "models")) {
            defined(service, "models", model, "models", "model");
        }
    }

    private void mounts(Service service, String key, List<FileMount> mounts, String section) {
        for (FileMount mount : mounts) {
            defined(service, key, mount.source(), section, section.substring(0, section.length() - 1));
        }
    }

    private void limits(Service service) {
        Deploy deploy = service.deploy();
        if (deploy == null) {
            return;
        }
        boolean limits = has(service, "limits");
        boolean reservations = has(service, "reservations");
        BigDecimal cpus = service.cpus();
        if (limits && cpus.signum() != 0 && cpus.compareTo(deploy.limits().cpus()) != 0) {
            distinct(service, "cpus", "deploy.resources.limits.cpus");
        }
        if (limits) {
            same(service, "mem_limit", service::bytes, deploy.limits().memory(), "deploy.resources.limits.memory");
            same(service, "pids_limit", service::number, deploy.limits().pids(), "deploy.resources.limits.pids");
        }
        if (reservations) {
            same(
                    service,
                    "mem_reservation",
                    service::bytes,
                    deploy.reservations().memory(),
                    "deploy.resources.reservations.memory");
        }
    }

    private static boolean has(Service service, String kind) {
        Mapping deploy = service.tree().mapping("deploy");
        Mapping resources = deploy == null ? null : deploy.mapping("resources");
        return resources != null && resources.has(kind);
    }

    private void same(Service service, String key, ToLongFunction<String> read, long other, String otherKey) {
        long value = read.applyAsLong(key);
        if (value != 0 && value != other) {
            distinct(service, key, otherKey);
        }
    }

    private void distinct(Service service, String key, String other) {
        error(service, key, "distinct-values", "can't set distinct values on '%s' and '%s'".formatted(key, other));
    }

    private void scale(Service service) {
        @Nullable Object scale = service.tree().value("scale");
        Deploy deploy = service.deploy();
        Long replicas = deploy == null ? null : deploy.replicas();
        if (scale != null && replicas != null && !scale.equals(replicas)) {
            distinct(service, "scale", "deploy.replicas");
        }
        if (scale instanceof Long given && given < 0) {
            error(service, "scale", "invalid-value", "scale must be greater than or equal to 0");
        } else if (replicas != null && replicas < 0) {
            error(service, "deploy", "invalid-value", "deploy.replicas must be greater than or equal to 0");
        }
        boolean several = scale instanceof Long given ? given > 1 : replicas != null && replicas > 1;
        if (several && !service.containerName().isEmpty()) {
            String key = scale == null ? "deploy.replicas" : "scale";
            error(
                    service,
                    "container_name",
                    "container-name",
                    "can't set container_name and %s as container name must be unique".formatted(key));
        }
    }

    private void watches(Service service) {
        Develop develop = service.develop();
        if (develop == null) {
            return;
        }
        for (Develop.Watch watch : develop.watch()) {
            boolean needsTarget =
                    !watch.action().equals("rebuild") && !watch.action().equals("restart");
            if (needsTarget && watch.target().isEmpty()) {
                error(service, "develop", "missing-key", "develop.watch: target is required for non-rebuild actions");
            }
        }
    }

    private void secret(FileObject secret) {
        boolean sourced = secret.external()
                || !secret.file().isEmpty()
                || !secret.environment().isEmpty();
        Mapping secrets = project.tree().mapping("secrets");
        Path path = Path.ROOT.key("secrets").key(secret.key());
        boolean faulty = problems.leftOut(path.key("file")) || problems.leftOut(path.key("environment"));
        if (!sourced && secrets != null && !faulty) {
            problems.error(
                    "missing-key",
                    secrets.positionOf(secret.key()),
                    path,
                    "must declare either `file` or `environment`");
        }
    }

    /** Container names are the host's: two services cannot share one. */
    public void containerNames() {
        Map<String, String> owners = new HashMap<>();
        for (Service service : project.services().values()) {
            String name = service.containerName();
            String owner = name.isEmpty() ? null : owners.putIfAbsent(name, service.name());
            if (owner != null) {
                error(
                        service,
                        "container_name",
                        "container-name",
                        "container name \"%s\" is already in use by service %s".formatted(name, owner));
            }
        }
    }
}
