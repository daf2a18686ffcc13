package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.VolumeSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Dependents stop before what they depend on; then containers, networks and, where asked, volumes and images go. */
final class DownPlan {

    private static final Cause WHY = Cause.of("down");

    private final Situation at;
    private final DownRequest request;
    private final Selection selection;
    private final List<Member> going;
    private final List<Member> staying;
    private final PlanBuilder plan = new PlanBuilder();
    /** Service → the steps after which its containers have stopped. */
    private final Map<String, Set<String>> stopped = new HashMap<>();
    /** The steps that remove containers. */
    private final Set<String> removed = new TreeSet<>();

    DownPlan(Situation at, DownRequest request) {
        this.at = at;
        this.request = request;
        selection = Selection.of(at, request.services(), false);
        List<Member> all = at.members();
        going = all.stream().filter(this::goes).toList();
        staying = all.stream().filter(member -> !goes(member)).toList();
    }

    private boolean goes(Member member) {
        String service = member.task().serviceName();
        if (member.isSomebodys()) {
            return request.removeOrphans();
        }
        boolean orphan = at.isUnknown(member) && !request.disabled().contains(service);
        return selection.has(service) || request.also().contains(service) || (orphan && request.removeOrphans());
    }

    Plan plan() {
        for (ServiceSpec service : selection.reversed()) {
            Set<String> before = new TreeSet<>();
            at.spec()
                    .dependents(service.name())
                    .forEach(dependent -> before.addAll(stopped.getOrDefault(dependent.name(), Set.of())));
            Set<String> stops = new TreeSet<>();
            going.stream()
                    .filter(member -> member.task().serviceName().equals(service.name()))
                    .forEach(member -> remove(member, before, stops));
            stopped.put(service.name(), stops);
        }
        going.stream()
                .filter(member -> !stopped.containsKey(member.task().serviceName()))
                .forEach(member -> remove(member, Set.of(), new TreeSet<>()));
        if (isWhole() && !request.ignoreOrphans()) {
            tell();
        }
        networks();
        if (request.volumes()) {
            volumes();
        }
        images();
        return plan.build(at.spec().name(), false);
    }

    private boolean isWhole() {
        return request.services().isEmpty();
    }

    private void remove(Member member, Set<String> before, Set<String> stops) {
        String service = member.task().serviceName();
        Set<String> after = new TreeSet<>();
        if (member.alive()) {
            String stop = plan.add(PlanBuilder.stop(member.task(), request.timeout()), service, WHY, before);
            stops.add(stop);
            after.add(stop);
        }
        removed.add(plan.add(PlanBuilder.remove(member.task(), request.volumes()), service, WHY, after));
    }

    private void tell() {
        Predicate<Member> oneOff = Member::isSomebodys;
        Predicate<Member> disabled =
                member -> request.disabled().contains(member.task().serviceName());
        Orphans.tell(plan, "one-off containers stay", staying, oneOff);
        Orphans.tell(
                plan,
                "containers of services that the stack file no longer has stay",
                staying,
                oneOff.or(disabled).negate());
        Orphans.tell(
                plan,
                "containers of services that no profile enables stay",
                staying,
                disabled.and(oneOff.negate()),
                "--profile with its name takes them along");
    }

    /** Those of the services; what a container that stays uses is kept. */
    private void networks() {
        Set<String> used = used(ServiceSpec::networks);
        at.networks().forEach((name, spec) -> {
            boolean kept = staying.stream().anyMatch(member -> member.joins(name));
            if (kept && isWhole()) {
                tellKept("network", name);
            } else if (!kept && (isWhole() || used.contains(name))) {
                remove(new Assignment.Network(at.spec().name(), spec, false), "");
            }
        });
    }

    private void volumes() {
        Set<String> used = used(ServiceSpec::volumes);
        for (VolumeSpec volume : at.spec().volumesByName().values()) {
            boolean meant = isWhole() || used.contains(volume.name());
            if (!meant || volume.external() || !at.seen().volumes().containsKey(volume.name())) {
                continue;
            }
            if (staying.stream().anyMatch(member -> member.mounts(volume))) {
                tellKept("volume", volume.name());
            } else {
                remove(new Assignment.Volume(at.spec().name(), volume.create(), false), "");
            }
        }
    }

    private Set<String> used(Function<ServiceSpec, List<String>> what) {
        return selection.inOrder().stream()
                .flatMap(service -> what.apply(service).stream())
                .collect(Collectors.toSet());
    }

    private void images() {
        boolean all = request.rmi().equals("all");
        for (ServiceSpec service : selection.inOrder()) {
            String ref = service.image().ref();
            boolean ours =
                    service.image().build() != null && ref.equals(at.spec().name() + "-" + service.name());
            if (all || (request.rmi().equals("local") && ours)) {
                image(service, ref);
            }
            if (all) {
                service.otherImages().forEach(other -> image(service, other));
            }
        }
    }

    private void image(ServiceSpec of, String ref) {
        if (!at.seen().images().containsKey(ref)) {
            return;
        }
        if (staying.stream()
                .anyMatch(member -> member.task().container().config().image().equals(ref))) {
            tellKept("image", ref);
        } else {
            remove(new Assignment.RemoveImage(at.spec().name(), ref), of.name());
        }
    }

    private void remove(Assignment what, String service) {
        plan.add(new Action.Assign("remove", what), service, WHY, removed);
    }

    private void tellKept(String kind, String name) {
        plan.notice(kind + " " + name + " stays: a container that stays uses it");
    }
}
