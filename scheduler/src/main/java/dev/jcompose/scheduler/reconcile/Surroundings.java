package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.stack.PlanView.FieldChange;
import dev.jcompose.scheduler.desired.ComposeLabel;
import dev.jcompose.scheduler.desired.NetworkSpec;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.VolumeSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Networks and volumes that containers need before they can be created. */
final class Surroundings {

    private final Situation at;
    private final PlanBuilder plan;
    /** {@code network NAME} and {@code volume NAME} → the step after which it is there. */
    private final Map<String, String> ready = new HashMap<>();

    Surroundings(Situation at, PlanBuilder plan) {
        this.at = at;
        this.plan = plan;
    }

    /** Networks that are there with another definition. */
    Set<String> replaced(List<ServiceSpec> services) {
        Set<String> replaced = new HashSet<>();
        for (NetworkSpec network : used(services)) {
            if (at.seen().networks().containsKey(network.name())
                    && !changes(network).isEmpty()) {
                replaced.add(network.name());
            }
        }
        return replaced;
    }

    /** Volumes that are made anew, each with the step after which it is there. */
    void renewed(Map<String, String> volumes) {
        volumes.forEach((name, step) -> ready.put("volume " + name, step));
    }

    /**
     * @param images the steps that get the images: where one fails, nothing is left of a stack that was not there
     * @param recreates whether the containers of these services are made anew where their network is
     */
    void create(List<ServiceSpec> services, List<String> images, boolean recreates, @Nullable Integer timeout) {
        for (NetworkSpec network : used(services)) {
            boolean there = at.seen().networks().containsKey(network.name());
            if (network.external() && !there) {
                throw EngineException.notFound("networks." + network.key() + ".external: network " + network.name()
                        + " declared as external, but could not be found: create it, or leave out external");
            }
            if (!there) {
                create(network, Cause.of("does not exist"), images);
            } else if (!changes(network).isEmpty()) {
                replace(network, recreates ? services : List.of(), timeout);
            }
        }
        Predicate<String> meant = meant(services, ServiceSpec::volumes);
        at.spec().volumesByName().values().stream()
                .filter(volume -> meant.test(volume.name()))
                .forEach(volume -> create(volume, images));
    }

    private void create(NetworkSpec network, Cause cause, List<String> after) {
        Action create =
                new Action.Assign("create", new Assignment.Network(at.spec().name(), network.create(), true));
        ready.put("network " + network.name(), plan.add(create, "", cause, after));
    }

    /**
     * Containers that are not made anew with it are stopped meanwhile, and connected to it by their start; a one-off is somebody's
     * work and is not.
     */
    private void replace(NetworkSpec network, List<ServiceSpec> recreated, @Nullable Integer timeout) {
        Cause cause = new Cause("network " + network.key() + " changed", changes(network));
        List<Member> members = at.members().stream()
                .filter(member -> member.alive() && member.joins(network.name()))
                .toList();
        members.stream().filter(member -> member.task().oneOff()).findFirst().ifPresent(oneOff -> {
            throw EngineException.conflict(
                    "network " + network.name() + " is to be made anew, as its definition changed, and one-off "
                            + oneOff.task().name() + " runs on it: let it end, or remove it first (docker rm -f)");
        });
        Set<String> stopped = new TreeSet<>();
        List<Action> undo = new ArrayList<>();
        for (Member member : members) {
            stopped.add(plan.add(
                    PlanBuilder.stop(member.task(), timeout), member.task().serviceName(), cause, List.of()));
            undo.add(PlanBuilder.start(member.task()));
        }
        Action remove =
                new Action.Assign("remove", new Assignment.Network(at.spec().name(), network.create(), false));
        create(network, cause, List.of(plan.add(remove, "", cause, stopped, List.of(), undo)));
        Set<String> there = Set.of("create network " + network.name());
        for (Member member : members) {
            String service = member.task().serviceName();
            boolean anew = recreated.stream().anyMatch(other -> other.name().equals(service));
            if (!anew) {
                Cause why = Cause.of("reconnected to " + network.name());
                plan.add(PlanBuilder.start(member.task()), service, why, there);
            }
        }
    }

    private List<FieldChange> changes(NetworkSpec network) {
        CreateNetwork before = at.networks().get(network.name());
        if (before == null || network.external()) {
            return List.of();
        }
        return FieldDiff.between(said(before), said(network.create()));
    }

    /** What the stack file can say of a network. */
    private static JsonNode said(CreateNetwork network) {
        return Json.DOCKER.valueToTree(new CreateNetwork(
                network.name(),
                network.driver(),
                network.scope(),
                network.flags(),
                network.ipam(),
                network.configFrom(),
                network.options(),
                ComposeLabel.said(network.labels())));
    }

    private void create(VolumeSpec volume, List<String> images) {
        if (at.seen().volumes().containsKey(volume.name()) || ready.containsKey("volume " + volume.name())) {
            return;
        }
        if (volume.external()) {
            throw EngineException.notFound("volumes." + volume.key() + ".external: volume " + volume.name()
                    + " declared as external, but could not be found: create it, or leave out external");
        }
        Action create =
                new Action.Assign("create", new Assignment.Volume(at.spec().name(), volume.create(), true));
        ready.put("volume " + volume.name(), plan.add(create, "", Cause.of("does not exist"), images));
    }

    private List<NetworkSpec> used(List<ServiceSpec> services) {
        Predicate<String> meant = meant(services, ServiceSpec::networks);
        return at.spec().networksByName().values().stream()
                .filter(network -> meant.test(network.name()))
                .toList();
    }

    /** Those of the services; with all services, what none has too: a stack has such where all resources were asked for. */
    private Predicate<String> meant(List<ServiceSpec> services, Function<ServiceSpec, List<String>> what) {
        Set<String> theirs = names(services, what);
        boolean whole = services.size() == at.spec().services().size();
        Set<String> all = names(at.spec().services().values(), what);
        return name -> theirs.contains(name) || (whole && !all.contains(name));
    }

    private static Set<String> names(Collection<ServiceSpec> services, Function<ServiceSpec, List<String>> what) {
        return services.stream()
                .flatMap(service -> what.apply(service).stream())
                .collect(Collectors.toSet());
    }

    /** The steps after which everything that the service joins and mounts is there. */
    Set<String> of(ServiceSpec service) {
        Set<String> steps = new TreeSet<>();
        service.networks().forEach(name -> addIfPresent(steps, "network " + name));
        service.volumes().forEach(name -> addIfPresent(steps, "volume " + name));
        return steps;
    }

    private void addIfPresent(Set<String> into, String key) {
        String step = ready.get(key);
        if (step != null) {
            into.add(step);
        }
    }
}
