package dev.jcompose.compose.canonical;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes explicit what follows from other values: the default network, implied dependencies, names of resources. */
public final class Normalisation {
    private static final List<String> NAMED = List.of("networks", "volumes", "configs", "secrets");
    private static final List<String> SHARED = List.of("network_mode", "ipc", "pid", "uts", "cgroup");

    private final Scalar project;
    private final Map<String, String> environment;

    /** @param project its name */
    public Normalisation(Scalar project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    public Mapping normalise(Mapping model) {
        Mapping named = model.with("name", project);
        Mapping networked = networks(named);
        return networked.map((key, value) -> {
            if (key.equals("services") && value instanceof Mapping services) {
                return services.map((name, service) -> service instanceof Mapping one ? service(one) : service);
            }
            return NAMED.contains(key) && value instanceof Mapping resources ? names(resources) : value;
        });
    }

    private static Origin derived(Node from, String why) {
        return from.origin().then(Origin.Step.NORMALISATION, why);
    }

    private Mapping networks(Mapping model) {
        Mapping services = model.mapping("services");
        if (services == null) {
            return model;
        }
        Mapping connected = services.map((name, service) -> service instanceof Mapping one ? connected(one) : service);
        Mapping result = model.with("services", connected);
        boolean used = connected.entries().stream()
                .anyMatch(entry -> entry.value() instanceof Mapping service
                        && !service.has("provider")
                        && !service.has("network_mode")
                        && service.get("networks") instanceof Mapping networks
                        && networks.has("default"));
        Mapping networks = model.mapping("networks");
        Mapping known = networks == null ? Mapping.empty(derived(services, "default network")) : networks;
        if (used && !known.has("default")) {
            return result.with("networks", known.with("default", new Scalar(null, known.origin())));
        }
        return result;
    }

    private static Mapping connected(Mapping service) {
        boolean own = service.has("provider") || service.has("network_mode");
        if (own || (service.get("networks") instanceof Mapping networks && !networks.isEmpty())) {
            return service;
        }
        Origin origin = derived(service, "default network");
        return service.with(
                "networks",
                Mapping.builder(origin).put("default", (Object) null).build());
    }

    private Mapping service(Mapping given) {
        Mapping service = given;
        if (service.get("pull_policy") instanceof Scalar policy && "if_not_present".equals(policy.string())) {
            service = service.with(
                    "pull_policy", new Scalar("missing", policy.origin().then(Origin.Step.NORMALISATION, null)));
        }
        if (service.get("build") instanceof Mapping build) {
            service = service.with("build", build(build));
        }
        Node variables = service.get("environment");
        if (variables != null) {
            service = service.with("environment", resolved(variables, true));
        }
        service = dependencies(service);
        service = targets(service);
        return hookImages(service);
    }

    private Mapping build(Mapping given) {
        Mapping build = given;
        Origin origin = Origin.byDefault(given.origin(), "build");
        if (isUnset(build.get("context"))) {
            build = build.with("context", new Scalar(".", origin));
        }
        if (isUnset(build.get("dockerfile")) && isUnset(build.get("dockerfile_inline"))) {
            build = build.with("dockerfile", new Scalar("Dockerfile", origin));
        }
        Node arguments = build.get("args");
        return arguments == null ? build : build.with("args", resolved(arguments, false));
    }

    private static boolean isUnset(@Nullable Node node) {
        return node == null || node.isNull();
    }

    /** Names without a value take the environment's; what it has not is kept or left out. */
    private Node resolved(Node variables, boolean keepUnset) {
        return switch (variables) {
            case Mapping mapping -> mapping.map((key, value) -> value.isNull() ? value(key, value, keepUnset) : value);
            case Sequence sequence -> {
                List<Node> items = new ArrayList<>();
                for (Node item : sequence.items()) {
                    Node next = item(item, keepUnset);
                    if (next != null) {
                        items.add(next);
                    }
                }
                yield items.isEmpty()
                        ? new Sequence(items, derived(sequence, "no variables"))
                        : sequence.withItems(items);
            }
            case Scalar scalar -> scalar;
        };
    }

    private @Nullable Node value(String name, Node unset, boolean keepUnset) {
        String value = environment.get(name);
        if (value != null) {
            return new Scalar(value, unset.origin().then(Origin.Step.ENVIRONMENT, name));
        }
        return keepUnset ? unset : null;
    }

    private @Nullable Node item(Node item, boolean keepUnset) {
        if (!(item instanceof Scalar scalar) || scalar.string() == null) {
            return null;
        }
        String text = scalar.text();
        if (text.indexOf('=') >= 0) {
            return item;
        }
        String value = environment.get(text);
        if (value != null) {
            return new Scalar(text + "=" + value, item.origin().then(Origin.Step.ENVIRONMENT, text));
        }
        return keepUnset ? item : null;
    }

    private static Mapping dependencies(Mapping service) {
        Mapping given = service.mapping("depends_on");
        Mapping.Builder all = given == null ? Mapping.builder(derived(service, "dependencies")) : given.toBuilder();
        for (Scalar link : texts(service, "links")) {
            String[] parts = link.text().split(":", -1);
            imply(all, parts.length == 2 ? parts[0] : link.text(), link, true);
        }
        for (String key : SHARED) {
            if (service.get(key) instanceof Scalar scalar
                    && scalar.string() != null
                    && scalar.text().startsWith("service:")) {
                imply(all, scalar.text().substring("service:".length()), scalar, true);
            }
        }
        for (Scalar from : texts(service, "volumes_from")) {
            if (!from.text().startsWith("container:")) {
                imply(all, from.text().split(":", -1)[0], from, false);
            }
        }
        return all.isEmpty() ? service : service.with("depends_on", all.build());
    }

    private static List<Scalar> texts(Mapping service, String key) {
        Sequence sequence = service.sequence(key);
        if (sequence == null) {
            return List.of();
        }
        List<Scalar> texts = new ArrayList<>();
        for (Node item : sequence.items()) {
            if (item instanceof Scalar scalar && scalar.string() != null) {
                texts.add(scalar);
            }
        }
        return texts;
    }

    private static void imply(Mapping.Builder all, String service, Scalar from, boolean restart) {
        if (all.has(service)) {
            return;
        }
        Mapping dependency = Mapping.builder(derived(from, "implied dependency"))
                .put("condition", "service_started")
                .put("restart", restart)
                .put("required", true)
                .build();
        all.put(service, from.position(), dependency);
    }

    private static Mapping targets(Mapping service) {
        Sequence volumes = service.sequence("volumes");
        if (volumes == null) {
            return service;
        }
        return service.with("volumes", volumes.map(volume -> {
            if (volume instanceof Mapping mount
                    && mount.get("target") instanceof Scalar target
                    && target.string() != null) {
                String clean = FilePath.clean(target.text());
                return clean.equals(target.value()) ? mount : mount.with("target", target.withValue(clean));
            }
            return volume;
        }));
    }

    /** An init step runs in its service's image where it names none. */
    private static Mapping hookImages(Mapping service) {
        String image = service.string("image");
        if (image == null || image.isEmpty() || !(service.get("pre_start") instanceof Sequence hooks)) {
            return service;
        }
        return service.with(
                "pre_start",
                hooks.map(hook -> hook instanceof Mapping step && !step.has("image")
                        ? step.with("image", new Scalar(image, derived(step, "image of the service")))
                        : hook));
    }

    private Mapping names(Mapping resources) {
        return resources.map((key, value) -> {
            Mapping resource = value instanceof Mapping mapping ? mapping : Mapping.empty(value.origin());
            if (!isUnset(resource.get("name"))) {
                return resource;
            }
            boolean external =
                    Boolean.TRUE.equals(resource.value("external")) || "true".equals(resource.string("external"));
            String name = external ? key : project.text() + "_" + key;
            return resource.with("name", new Scalar(name, derived(resource, "name")));
        });
    }
}
