package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.scheduler.desired.NetworkSpec;
import dev.jcompose.scheduler.desired.OneOff;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.StackReader;
import dev.jcompose.scheduler.desired.StackSize;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.desired.VolumeSpec;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Task;
import dev.jcompose.scheduler.reconcile.Plan;
import dev.jcompose.scheduler.reconcile.Reconcile;
import dev.jcompose.scheduler.reconcile.Situation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What all operations share: the stores, the manager, and a look at how things are. */
record Operations(ManagerClient manager, StackTable table, Vault vault, String home, SecureRandom random) {

    Operation on(String name, Turns.Turn turn, int atOnce) {
        return new Operation(name, this, turn, atOnce);
    }

    String id() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    PlanView plan(String name, StackRequest request) {
        StackSpec spec = spec(name, request);
        Situation at = situation(spec);
        return Reconcile.up(at, request.services(), request.options(), id(), Set.of(), this::id)
                .view();
    }

    PlanView planDown(String name, DownRequest request) {
        return Reconcile.down(situation(ending(name, request)), request).view();
    }

    /**
     * What a down is about: the stack as it was applied; where it is gone, as the request has it.
     *
     * @throws EngineException NOT_FOUND where neither is there
     */
    StackSpec ending(String name, DownRequest request) {
        StackRequest left = request.left();
        if (left == null || table.find(name).isPresent()) {
            return spec(table.get(name));
        }
        // Nobody has read what is in secrets and configs, and nobody will.
        Map<String, String> unread = new TreeMap<>();
        for (String kind : List.of("secrets", "configs")) {
            left.project().path(kind).fieldNames().forEachRemaining(key -> unread.put(kind + "/" + key, ""));
        }
        return StackReader.read(left.project(), left.origin(), Map.of(), unread);
    }

    /** What the one-off's dependencies need, and then its own container. */
    PlanView planRun(String name, RunRequest request) {
        StackRequest given = request.stack();
        OneOff oneOff = OneOff.of(given, request, id(), table.fingerprints(given.files()));
        List<String> dependencies = given.options().noDeps() ? List.of() : oneOff.dependencies();
        Plan own =
                Reconcile.oneOff(situation(oneOff.spec()), oneOff.task(id()), given.options(), dependencies.isEmpty());
        if (dependencies.isEmpty()) {
            return own.view();
        }
        Situation at = situation(spec(name, given));
        return Reconcile.up(at, dependencies, given.options(), id(), Set.of(), this::id)
                .and(own)
                .view();
    }

    PlanView planAction(String name, String verb, ServiceAction request) {
        StackSpec spec = spec(table.get(name));
        if (!verb.equals("scale") && !verb.equals("create")) {
            return Reconcile.action(situation(spec), verb, request).view();
        }
        ApplyOptions options = Stacks.scaled(request, verb.equals("create"));
        Situation at = situation(scaled(spec, options));
        return Reconcile.up(at, Stacks.selected(verb, request), options, id(), Set.of(), this::id)
                .view();
    }

    PlanView planImages(String name, String verb, ImagesRequest request) {
        return images(verb, situation(spec(name, request.stack())), request).view();
    }

    static Plan images(String verb, Situation at, ImagesRequest request) {
        return verb.equals("build") ? Reconcile.build(at, request) : Reconcile.pull(at, request);
    }

    StackSpec spec(String name, StackRequest request) {
        StackSpec read = StackReader.read(
                request.project(), request.origin(), request.files(), table.fingerprints(request.files()));
        if (!read.name().equals(name)) {
            throw EngineException.invalid("the project is called " + read.name() + " and was sent as " + name);
        }
        return scaled(read, request.options());
    }

    StackSpec spec(StackRecord stack) {
        return StackReader.read(stack.project(), stack.origin(), Map.of(), stack.fingerprints());
    }

    static StackSpec scaled(StackSpec spec, ApplyOptions options) {
        if (options.scale().isEmpty()) {
            return spec;
        }
        options.scale().keySet().stream()
                .filter(service -> !spec.services().containsKey(service))
                .findFirst()
                .ifPresent(service -> {
                    throw EngineException.notFound("no such service: " + service + ". " + spec.name() + " has "
                            + String.join(", ", spec.services().keySet()));
                });
        StackSpec scaled = spec.with(service -> {
            Integer to = options.scale().get(service.name());
            return to == null ? service : service.scaled(to);
        });
        Map<String, Long> replicas = new TreeMap<>();
        scaled.services().forEach((service, wanted) -> replicas.put(service, (long) wanted.replicas()));
        StackSize.check(replicas);
        return scaled;
    }

    /** Another folder's project of the same name must not be touched by accident. */
    void checkOwner(String name, StackOrigin origin, boolean assumeYes) {
        table.find(name).ifPresent(stack -> {
            String there = stack.origin().workingDir();
            if (!there.equals(origin.workingDir()) && !assumeYes && !tasks(name).isEmpty()) {
                throw EngineException.conflict(
                        "stack " + name + " belongs to " + there + ", not to " + origin.workingDir()
                                + ": give this project another name with -p, or take the stack over with --yes");
            }
        });
    }

    List<Task> tasks(String stack) {
        return tasks(manager.cluster().ofStack(stack));
    }

    private static List<Task> tasks(List<Assigned> assigned) {
        List<Task> tasks = new ArrayList<>();
        for (Assigned each : assigned) {
            if (each.what() instanceof Assignment.Container container) {
                tasks.add(container.task());
            }
        }
        return tasks;
    }

    private static Map<String, String> images(StackSpec spec) {
        Map<String, String> platforms = new TreeMap<>();
        for (ServiceSpec service : spec.services().values()) {
            String platform = service.image().platform();
            Stream.concat(Stream.of(service.image().ref()), service.otherImages().stream())
                    .forEach(ref -> platforms.merge(ref, platform, (one, other) -> one.isEmpty() ? other : one));
        }
        return platforms;
    }

    Situation situation(StackSpec spec) {
        List<Assigned> assigned = manager.cluster().ofStack(spec.name());
        Map<String, CreateNetwork> networks = new TreeMap<>();
        Map<String, CreateVolume> volumes = new TreeMap<>();
        for (Assigned each : assigned) {
            switch (each.what()) {
                case Assignment.Network network -> networks.put(network.spec().name(), network.spec());
                case Assignment.Volume volume -> volumes.put(volume.spec().name(), volume.spec());
                default -> {}
            }
        }
        List<Task> tasks = tasks(assigned);
        Set<String> volumeNames = new TreeSet<>(volumes.keySet());
        spec.volumes().values().stream().map(VolumeSpec::name).forEach(volumeNames::add);
        Observation seen = manager.look(
                home,
                new Query(
                        tasks.stream().map(Task::id).toList(),
                        Stream.concat(
                                        networks.keySet().stream(),
                                        spec.networks().values().stream().map(NetworkSpec::name))
                                .distinct()
                                .toList(),
                        List.copyOf(volumeNames),
                        images(spec)));
        return new Situation(spec, tasks, networks, volumes, seen);
    }
}
