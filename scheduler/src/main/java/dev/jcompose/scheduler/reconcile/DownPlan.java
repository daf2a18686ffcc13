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
import java.util.function.Predicate;

/** Dependents stop before what they depend on; then containers, networks and, where asked, volumes and images go. */
final class DownPlan {

    private static final Cause WHY = Cause.of("down");

    private final Situation at;
    private final DownRequest request;
    private final PlanBuilder plan = new PlanBuilder();
    /** Service → the steps after which its containers have stopped. */
    private final Map<String, Set<String>> stopped = new HashMap<>();

    DownPlan(Situation at, DownRequest request) {
        this.at = at;
        this.request = request;
    }

    Plan plan() {
        Selection selection = Selection.of(at, request.services(), false);
        Set<String> removed = new TreeSet<>();
        for (ServiceSpec service : selection.reversed()) {
            Set<String> before = new TreeSet<>();
            at.spec()
                    .dependents(service.name())
                    .forEach(dependent -> before.addAll(stopped.getOrDefault(dependent.name(), Set.of())));
            Set<String> stops = new TreeSet<>();
            for (Member member : membersOf(service.name())) {
                removed.add(remove(member, service.name(), before, stops));
            }
            stopped.put(service.name(), stops);
        }
        for (String left : selection.left()) {
            for (Member member : membersOf(left)) {
                removed.add(remove(member, left, Set.of(), new TreeSet<>()));
            }
        }
        if (request.services().isEmpty()) {
            orphans(removed);
            surroundings(removed);
        }
        return plan.build(at.spec().name(), false);
    }

    private List<Member> membersOf(String service) {
        return at.members().stream()
                .filter(member -> member.task().serviceName().equals(service))
                .toList();
    }

    private String remove(Member member, String service, Set<String> before, Set<String> stops) {
        Set<String> after = new TreeSet<>();
        if (member.alive()) {
            String stop = plan.add(PlanBuilder.stop(member.task(), request.timeout()), service, WHY, before);
            stops.add(stop);
            after.add(stop);
        }
        return plan.add(PlanBuilder.remove(member.task(), request.volumes()), service, WHY, after);
    }

    private void orphans(Set<String> removed) {
        List<Member> staying = staying();
        at.orphans().stream()
                .filter(orphan -> !staying.contains(orphan))
                .forEach(orphan -> removed.add(remove(orphan, "", Set.of(), new TreeSet<>())));
        if (!request.ignoreOrphans()) {
            List<Member> unknown = at.orphans(request.disabled());
            tell("that the stack file no longer has stay", "--remove-orphans removes them", unknown::contains);
            tell("that no profile enables stay", "--profile with its name takes them along", o -> !unknown.contains(o));
        }
    }

    private void tell(String which, String wouldWork, Predicate<Member> chosen) {
        List<String> names = staying().stream()
                .filter(chosen)
                .map(orphan -> orphan.task().name())
                .toList();
        if (!names.isEmpty()) {
            plan.notice("containers of services " + which + ": " + String.join(", ", names) + "; " + wouldWork);
        }
    }

    private List<Member> staying() {
        Predicate<String> goes = service -> request.also().contains(service)
                || (request.removeOrphans() && !request.disabled().contains(service));
        return at.orphans().stream()
                .filter(orphan -> !goes.test(orphan.task().serviceName()))
                .toList();
    }

    private void surroundings(Set<String> removed) {
        Set<String> kept = new TreeSet<>();
        staying()
                .forEach(orphan -> kept.addAll(orphan.task()
                        .container()
                        .networkingConfig()
                        .endpointsConfig()
                        .keySet()));
        at.networks().forEach((name, spec) -> {
            if (kept.contains(name)) {
                plan.notice("network " + name + " stays: a container that stays uses it");
            } else {
                plan.add(
                        new Action.Assign(
                                "remove", new Assignment.Network(at.spec().name(), spec, false)),
                        "",
                        WHY,
                        removed);
            }
        });
        if (request.volumes()) {
            at.spec().volumesByName().values().stream()
                    .filter(volume -> !volume.external() && at.seen().volumes().containsKey(volume.name()))
                    .forEach(volume -> volume(volume, removed));
        }
        images(removed);
    }

    private void volume(VolumeSpec volume, Set<String> removed) {
        if (staying().stream().anyMatch(orphan -> orphan.mounts(volume))) {
            plan.notice("volume " + volume.name() + " stays: a container that stays uses it");
            return;
        }
        Action remove =
                new Action.Assign("remove", new Assignment.Volume(at.spec().name(), volume.create(), false));
        plan.add(remove, "", WHY, removed);
    }

    private void images(Set<String> removed) {
        boolean all = request.rmi().equals("all");
        for (ServiceSpec service : at.spec().services().values()) {
            String ref = service.image().ref();
            boolean ours =
                    service.image().build() != null && ref.equals(at.spec().name() + "-" + service.name());
            if (all || (request.rmi().equals("local") && ours)) {
                image(service, ref, removed);
            }
            if (all) {
                service.otherImages().forEach(other -> image(service, other, removed));
            }
        }
    }

    private void image(ServiceSpec of, String ref, Set<String> removed) {
        if (at.seen().images().containsKey(ref)) {
            Action remove = new Action.Assign(
                    "remove", new Assignment.RemoveImage(at.spec().name(), ref));
            plan.add(remove, of.name(), WHY, removed);
        }
    }
}
