package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.api.network.NetworkFlags;
import dev.jcompose.api.stack.ServiceDigest;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.volume.CreateVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The resolved model, as {@code config --format json} prints it, to what the stack wants. */
public final class StackReader {
    private final Fields project;
    private final String name;
    private final Map<String, NetworkSpec> networks = new TreeMap<>();
    private final Map<String, VolumeSpec> volumes = new TreeMap<>();
    private final Map<String, ServiceSpec> services = new LinkedHashMap<>();
    private final StackOrigin origin;
    private final Builds builds;
    private final Secrets secrets;

    private StackReader(Fields project, StackOrigin origin, Map<String, byte[]> files, Map<String, String> prints) {
        this.project = project;
        this.name = this.project.text("name");
        this.origin = origin;
        this.builds = new Builds(project, files);
        this.secrets = new Secrets(name, this.project, origin.local(), prints);
    }

    /**
     * Reads the whole model.
     *
     * @param files contents of {@code secrets/NAME} and {@code configs/NAME}
     * @param fingerprints of the same, keyed so that they tell nothing of the content
     */
    public static StackSpec read(
            JsonNode project, StackOrigin origin, Map<String, byte[]> files, Map<String, String> fingerprints) {
        checkSize(new Fields(project, Reads.UNNOTED));
        Reads reads = new Reads();
        StackSpec noted = new StackReader(new Fields(project, reads), origin, files, fingerprints).read(List.of());
        Set<String> wrong = noted.services().values().stream()
                .filter(service ->
                        !project.path("services").path(service.name()).hasNonNull("provider"))
                .filter(service -> !readsWhole(service))
                .map(ServiceSpec::name)
                .collect(Collectors.toSet());
        List<String> notices = new ArrayList<>(Support.notices(reads.unread(project).stream()
                .filter(way -> !(way.size() > 1 && way.getFirst().equals("services") && wrong.contains(way.get(1))))
                .toList()));
        notices.addAll(NetworkModes.notices(new Fields(project, Reads.UNNOTED).entries("services")));
        // Containers are made from the model later and by other threads, when nothing is noted any more.
        return new StackReader(new Fields(project, Reads.UNNOTED), origin, files, fingerprints).read(notices);
    }

    /** Not where a container of it cannot be made: that is told to whoever wants one, and others are not kept from theirs. */
    private static boolean readsWhole(ServiceSpec service) {
        try {
            var _ = service.replica().apply(1);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private StackSpec read(List<String> notices) {
        if (name.isEmpty()) {
            throw EngineException.invalid("the resolved project has no name");
        }
        NetworkModes.check(project.entries("services"));
        secrets.noteNames();
        project.entries("networks").forEach((key, network) -> networks.put(key, network(key, network)));
        project.entries("volumes").forEach((key, volume) -> volumes.put(key, volume(key, volume)));
        Map<String, Fields> unread = new TreeMap<>(project.entries("services"));
        Set<String> visiting = new LinkedHashSet<>();
        List.copyOf(unread.keySet()).forEach(service -> visit(service, unread, visiting));
        return new StackSpec(name, services, networks, volumes, notices);
    }

    /** Before the services are read, which takes the more the more there are. */
    private static void checkSize(Fields project) {
        Map<String, Long> wanted = new TreeMap<>();
        project.entries("services")
                .forEach((service, fields) -> wanted.put(service, replicas("services." + service, fields)));
        StackSize.check(wanted);
    }

    /** Dependencies first. */
    private void visit(String service, Map<String, Fields> unread, Set<String> visiting) {
        Fields fields = unread.get(service);
        if (fields == null || services.containsKey(service)) {
            return;
        }
        if (!visiting.add(service)) {
            throw EngineException.invalid("services depend on each other in a circle: " + String.join(" → ", visiting));
        }
        for (Dependency dependency : dependencies(fields)) {
            visit(dependency.service(), unread, visiting);
        }
        visiting.remove(service);
        services.put(service, service(service, fields));
    }

    /** A service that a program of the caller's manages has no containers; what else it says is refused. */
    private ServiceSpec provided(String key, Fields fields) {
        return new ServiceSpec(
                key,
                new ImageSource(name + "-" + key, "", ImageSource.Policy.NEVER, 0, null, List.of()),
                0,
                "",
                false,
                dependencies(fields),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Updates.of("services." + key, fields),
                NullNode.getInstance(),
                number -> {
                    throw EngineException.invalid("services." + key + " is its provider's: it has no containers here");
                });
    }

    private ServiceSpec service(String key, Fields fields) {
        if (fields.has("provider")) {
            return provided(key, fields);
        }
        ImageSource image = builds.image(key, fields);
        Endpoints endpoints = new Endpoints(fields, networks);
        Mounts mounts = new Mounts("services." + key, fields, volumes);
        Compared compared = Compared.of(fields, secrets, endpoints.names(), renamedVolumes(fields));
        var template = new ContainerTemplate(
                fields, key, image.ref(), endpoints, mounts, labels(key, fields), this::firstContainer);
        String containerName = fields.text("container_name");
        int replicas = (int) replicas("services." + key, fields);
        long most = fields.at("deploy").at("placement").number("max_replicas_per_node");
        if (most > 0 && replicas > most) {
            throw EngineException.invalid(
                    "services." + key + ".deploy.placement.max_replicas_per_node lets each node have " + most
                            + ", there is one node, and " + replicas + " replicas are wanted");
        }
        if (!containerName.isEmpty() && replicas > 1) {
            throw EngineException.invalid("services." + key + " has the fixed name " + containerName + " and "
                    + replicas + " replicas: leave out container_name");
        }
        return new ServiceSpec(
                key,
                image,
                replicas,
                containerName,
                fields.at("x-jcompose").flag("once"),
                dependencies(fields),
                endpoints.names(),
                volumeNames(fields),
                namespaces(fields),
                secrets.files(fields),
                mounts.images(),
                PreStart.of(fields, template),
                Hooks.of(fields, "post_start"),
                Hooks.of(fields, "pre_stop"),
                fields.at("deploy").at("placement").list("constraints"),
                Updates.of("services." + key, fields),
                compared.fields(),
                new Replica(template, name, key, containerName));
    }

    /** Value semantics, so that two readings of one project are equal. */
    private record Replica(ContainerTemplate template, String stack, String service, String fixed)
            implements IntFunction<CreateContainer> {
        @Override
        public CreateContainer apply(int number) {
            String container = fixed.isEmpty() ? stack + "-" + service + "-" + number : fixed;
            return template.replica(container, Map.of(ComposeLabel.NUMBER, Integer.toString(number)), true);
        }
    }

    private String firstContainer(String service) {
        String fixed = project.at("services").at(service).text("container_name");
        return fixed.isEmpty() ? name + "-" + service + "-1" : fixed;
    }

    private static long replicas(String where, Fields service) {
        Fields deploy = service.at("deploy");
        Long scale = service.numberOrNull("scale");
        Long replicas = deploy.numberOrNull("replicas");
        boolean global = switch (deploy.text("mode")) {
            case "", "replicated", "replicated-job" -> false;
            // One on each node, and there is one node.
            case "global", "global-job" -> true;
            default ->
                throw EngineException.invalid(where + ".deploy.mode is " + deploy.text("mode")
                        + ": use replicated, global, replicated-job or global-job");
        };
        return global ? 1 : scale != null ? scale : replicas != null ? replicas : 1;
    }

    private Map<String, String> labels(String key, Fields service) {
        Map<String, String> labels = new TreeMap<>(service.map("labels"));
        labels.put(ComposeLabel.PROJECT, name);
        labels.put(ComposeLabel.SERVICE, key);
        labels.put(ComposeLabel.ONE_OFF, "False");
        labels.put(ComposeLabel.VERSION, ComposeLabel.SAID_VERSION);
        labels.put(ComposeLabel.CONFIG_HASH, ServiceDigest.of(service.node()));
        labels.put(ComposeLabel.WORKING_DIR, origin.workingDir());
        labels.put(ComposeLabel.CONFIG_FILES, String.join(",", origin.configFiles()));
        List<String> dependencies = new ArrayList<>();
        service.entries("depends_on").forEach((on, how) -> {
            String dependency = on + ":" + how.text("condition") + ":" + how.flag("restart");
            if (project.at("services").has(on)) {
                dependencies.add(dependency);
            }
        });
        labels.put(ComposeLabel.DEPENDS_ON, String.join(",", dependencies));
        return labels;
    }

    private List<Dependency> dependencies(Fields service) {
        List<Dependency> dependencies = new ArrayList<>();
        service.entries("depends_on").forEach((on, how) -> {
            boolean required = !how.has("required") || how.flag("required");
            boolean restart = how.flag("restart");
            // What a provider has is up before the daemon hears of the stack.
            if (project.at("services").has(on) && !project.at("services").at(on).has("provider")) {
                Dependency.Condition condition = switch (how.text("condition")) {
                    case "service_healthy" -> Dependency.Condition.HEALTHY;
                    case "service_completed_successfully" -> Dependency.Condition.COMPLETED;
                    default -> Dependency.Condition.STARTED;
                };
                dependencies.add(new Dependency(on, condition, required, restart));
            }
        });
        return dependencies;
    }

    private Stream<VolumeSpec> volumesOf(Fields service) {
        return service.items("volumes").stream()
                .filter(volume -> volume.text("type").equals("volume"))
                .map(volume -> volumes.get(volume.text("source")))
                .filter(Objects::nonNull);
    }

    private List<String> volumeNames(Fields service) {
        return volumesOf(service).map(VolumeSpec::name).toList();
    }

    /** Of its volumes those that are not called as volumes are by themselves. */
    private List<String> renamedVolumes(Fields service) {
        return volumesOf(service)
                .filter(volume -> !volume.name().equals(name + "_" + volume.key()))
                .map(VolumeSpec::name)
                .toList();
    }

    private static List<String> namespaces(Fields service) {
        Set<String> shared = new LinkedHashSet<>();
        for (String key : List.of("network_mode", "ipc", "pid")) {
            String mode = service.text(key);
            if (mode.startsWith("service:")) {
                shared.add(mode.substring("service:".length()));
            }
        }
        for (String from : service.list("volumes_from")) {
            if (!from.startsWith("container:")) {
                shared.add(from.replaceFirst(":.*", ""));
            }
        }
        return List.copyOf(shared);
    }

    private NetworkSpec network(String key, Fields network) {
        Fields ipam = network.at("ipam");
        List<Ipam.Pool> pools = ipam.items("config").stream()
                .map(pool -> new Ipam.Pool(
                        pool.text("subnet"), pool.text("ip_range"), pool.text("gateway"), pool.map("aux_addresses")))
                .toList();
        Map<String, String> labels = new TreeMap<>(network.map("labels"));
        labels.put(ComposeLabel.PROJECT, name);
        labels.put(ComposeLabel.NETWORK, key);
        labels.put(ComposeLabel.VERSION, ComposeLabel.SAID_VERSION);
        var create = new CreateNetwork(
                network.has("name") ? network.text("name") : name + "_" + key,
                network.text("driver"),
                "",
                new NetworkFlags(
                        network.flagOrNull("enable_ipv4"),
                        network.flagOrNull("enable_ipv6"),
                        network.flag("internal"),
                        network.flag("attachable"),
                        false,
                        false),
                new Ipam(
                        ipam.has("driver") ? ipam.text("driver") : "default",
                        ipam.shown().map("options"),
                        pools),
                null,
                network.map("driver_opts"),
                labels);
        return new NetworkSpec(key, create, network.flag("external"));
    }

    private VolumeSpec volume(String key, Fields volume) {
        Map<String, String> labels = new TreeMap<>(volume.map("labels"));
        labels.put(ComposeLabel.PROJECT, name);
        labels.put(ComposeLabel.VOLUME, key);
        labels.put(ComposeLabel.VERSION, ComposeLabel.SAID_VERSION);
        var create = new CreateVolume(
                volume.has("name") ? volume.text("name") : name + "_" + key,
                volume.text("driver"),
                volume.map("driver_opts"),
                labels);
        return new VolumeSpec(key, create, volume.flag("external"));
    }
}
