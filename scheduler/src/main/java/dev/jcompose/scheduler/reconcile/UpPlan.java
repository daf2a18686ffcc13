package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.Rollout;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The second half of an up: steps in the order images, networks and volumes, creation, start behind gates, clean-up. */
final class UpPlan {

    private final RenewedVolumes renewedVolumes;
    private final Situation at;
    private final ApplyOptions options;
    private final Selection selection;
    private final PlanBuilder plan = new PlanBuilder();
    private final Replicas replicas;
    private final Surroundings surroundings;
    private final List<String> imageSteps;
    private final Gates gates;
    private final PreStartSteps preStart;
    /** Task id → the steps after which it exists, and after which it runs. */
    private final Map<String, String> created = new HashMap<>();

    private final Map<String, String> started = new HashMap<>();

    UpPlan(
            Situation given,
            List<String> services,
            ApplyOptions options,
            String apply,
            Set<String> fresh,
            Supplier<String> ids) {
        this.options = options;
        selection = Selection.of(given.spec(), services, !options.noDeps());
        Sharers.check(given, selection);
        renewedVolumes = new RenewedVolumes(given, selection);
        at = renewedVolumes.rest();
        at.spec().notices().forEach(plan::notice);
        HostSockets.notices(selection.inOrder(), at.seen().dockerSocket()).forEach(plan::notice);
        imageSteps = new Images(at, options, plan, fresh).steps(selection.inOrder());
        surroundings = new Surroundings(at, plan);
        replicas = new Replicas(at, selection, options, apply, ids, surroundings.replaced(selection.inOrder()));
        gates = new Gates(plan, replicas, options, started);
        preStart = new PreStartSteps(at, plan, options, apply, ids);
    }

    Plan plan() {
        if (!imageSteps.isEmpty() && selection.inOrder().stream().anyMatch(this::mayChangeImage)) {
            return plan.build(at.spec().name(), true);
        }
        each((service, replica) -> {
            if (replica.stays()) {
                plan.keep(replica.task(), "running");
            }
        });
        surroundings.renewed(renewedVolumes.steps(plan, options.timeout()));
        selection.inOrder().forEach(service -> preStart.clearAway(service, preparedFor(service)));
        surroundings.create(selection.inOrder(), imageSteps, !options.noRecreate(), options.timeout());
        Sharers.outside(at, selection, replicas).forEach(plan::notice);
        for (ServiceSpec service : selection.inOrder()) {
            if (!isLate(service)) {
                replicasOf(service).forEach(replica -> create(service, replica, Set.of(), null));
            }
        }
        if (options.noStart()) {
            each((service, replica) -> replica.replaced().forEach(old -> takeAway(service.name(), old, replica)));
        } else {
            selection.inOrder().forEach(this::bringUp);
        }
        removeSurplus();
        Orphans.of(at, options, plan);
        if (options.untilReady()) {
            each((service, replica) -> gates.awaitReady(at.spec(), service, replica));
        }
        return plan.build(at.spec().name(), false);
    }

    private interface Each {
        void visit(ServiceSpec service, Replica replica);
    }

    private void each(Each visitor) {
        for (ServiceSpec service : selection.inOrder()) {
            replicasOf(service).forEach(replica -> visitor.visit(service, replica));
        }
    }

    /** Null where the containers of a service are not replaced one after the other. */
    private @Nullable Rollout rollout(ServiceSpec service) {
        boolean replaces = replicasOf(service).stream().anyMatch(UpPlan::isSwapped);
        return replaces && !options.noStart() ? service.updates().update() : null;
    }

    private static boolean isSwapped(Replica replica) {
        return !replica.replaced().isEmpty();
    }

    /** Its containers are created when others have given way: those of a rollout, and whatever shares with them. */
    private boolean isLate(ServiceSpec service) {
        return rollout(service) != null
                || service.namespaces().stream()
                        .map(shared -> at.spec().services().get(shared))
                        .anyMatch(shared -> shared != null && isLate(shared));
    }

    private void bringUp(ServiceSpec service) {
        Rollout how = rollout(service);
        List<Replica> rolled = how == null
                ? List.of()
                : replicasOf(service).stream().filter(UpPlan::isSwapped).toList();
        List<Replica> others = replicasOf(service).stream()
                .filter(replica -> !rolled.contains(replica))
                .toList();
        if (isLate(service)) {
            others.forEach(replica -> create(service, replica, Set.of(), null));
        }
        if (!others.isEmpty()) {
            prepare(service, others.getFirst(), others, null);
        }
        others.forEach(replica -> start(service, replica));
        if (how != null) {
            rollOut(service, rolled, how);
        }
        Set<String> runs = new TreeSet<>();
        replicasOf(service).forEach(replica -> addIfPresent(runs, started, replica.task()));
        preStart.remove(service, runs);
    }

    /** Hooks of pre_start run where every container of the service is about to start. */
    private boolean preparedFor(ServiceSpec service) {
        List<Replica> all = replicasOf(service);
        return !options.noStart() && !all.isEmpty() && all.stream().allMatch(Replica::starts);
    }

    /**
     * Lets the hooks of pre_start run.
     *
     * @param shared whose volumes they have
     * @param waiting containers of which none runs meanwhile; in a rollout those before them do
     */
    private void prepare(ServiceSpec service, Replica shared, List<Replica> waiting, @Nullable Rolling rolling) {
        if (service.preStart().isEmpty() || !preparedFor(service)) {
            return;
        }
        create(service, shared, Set.of(), rolling);
        Gates.Before gates = this.gates.of(service);
        Set<String> there = new TreeSet<>(imageSteps);
        there.addAll(surroundings.of(service));
        addIfPresent(there, created, shared.task());
        Set<String> over = new TreeSet<>(gates.required());
        boolean again = replicasOf(service).stream().allMatch(replica -> Cause.RUN_AGAIN.equals(replica.why()));
        Cause why = again ? Cause.RUN_AGAIN : Cause.of("pre_start of " + service.name());
        waiting.forEach(replica -> over.addAll(givesWay(service, replica, gates)));
        preStart.run(service, why, shared.task(), there, over, gates.tolerated());
    }

    private void rollOut(ServiceSpec service, List<Replica> rolled, Rollout how) {
        boolean rollsBack = how.onFailure() == Rollout.OnFailure.ROLLBACK;
        Rolling rolling = new Rolling(service.name(), how.spare(rolled.size()), rollsBack, false);
        if (rolled.size() == replicasOf(service).size()) {
            prepare(service, rolled.getFirst(), List.of(), rolling);
        }
        Map<Replica, Swap.Added> swaps = new LinkedHashMap<>();
        Batches batches = new Batches(plan, service.name(), how);
        Set<String> before = Set.of();
        for (List<Replica> batch : batches.of(rolled)) {
            before = batches.pause(before);
            Set<String> steady = new TreeSet<>();
            for (Replica replica : batch) {
                Swap.Added added = swap(service, replica, how, before, rolling);
                swaps.put(replica, added);
                steady.add(added.steady());
                if (!rollsBack) {
                    takeAway(service, replica, added, Set.of(), rolling.asTail());
                }
            }
            before = steady;
        }
        if (rollsBack) {
            // What was there stays until nobody may want it back.
            Set<String> all = new TreeSet<>();
            swaps.values().forEach(added -> all.add(added.steady()));
            swaps.forEach((replica, added) -> takeAway(service, replica, added, all, rolling));
        }
    }

    private Swap.Added swap(ServiceSpec service, Replica replica, Rollout how, Set<String> before, Rolling rolling) {
        create(service, replica, before, rolling);
        Gates.Before gates = this.gates.of(service);
        Set<String> after = new TreeSet<>(gates.required());
        after.addAll(preStart.over(service));
        addIfPresent(after, created, replica.task());
        Set<String> tolerated = new TreeSet<>(gates.tolerated());
        tolerated.addAll(before);
        Cause why = replica.why() == null ? Cause.of("is replaced") : replica.why();
        Swap swap = new Swap(
                service.name(),
                replica.task(),
                replica.starts(),
                replica.replaced(),
                how,
                service.updates().patience(),
                replica.creates() ? Cause.of("is new") : why,
                after,
                tolerated,
                bringsBack(replica, how),
                rolling);
        Swap.Added added = swap.to(
                plan, (old, drains, first, over, of) -> stop(service.name(), old, drains, why, first, over, of));
        added.begun().forEach(step -> started.put(replica.task().id(), step));
        return added;
    }

    private void takeAway(
            ServiceSpec service, Replica replica, Swap.Added added, Set<String> tolerated, Rolling rolling) {
        Cause why = Cause.of("replaced by " + replica.task().name());
        for (Member old : replica.replaced()) {
            Action remove = PlanBuilder.remove(retired(old), options.renewAnonVolumes());
            plan.add(remove, service.name(), why, added.over(), tolerated, List.of(), rolling);
        }
    }

    /** Takes a new container away and brings back what it replaces. */
    private static List<Action> bringsBack(Replica replica, @Nullable Rollout how) {
        List<Action> undo = new ArrayList<>();
        if (replica.creates()) {
            undo.add(PlanBuilder.remove(replica.task(), false));
            for (Member old : replica.replaced()) {
                if (old.exists()) {
                    undo.add(PlanBuilder.rename(old.task()));
                }
                if (old.running() && (how == null || !how.startFirst())) {
                    undo.add(PlanBuilder.start(old.task()));
                }
            }
        }
        return List.copyOf(undo);
    }

    /** Whether it is not known before these steps what its containers are made from. */
    private boolean mayChangeImage(ServiceSpec service) {
        return (!at.replicas(service).isEmpty() && brings(service.image().ref()))
                || service.mountedImages().stream().anyMatch(this::brings);
    }

    private boolean brings(String image) {
        return imageSteps.stream().anyMatch(step -> step.endsWith(" image " + image));
    }

    private List<Replica> replicasOf(ServiceSpec service) {
        return replicas.byService().getOrDefault(service.name(), List.of());
    }

    /** @param before what has to be over first, in a rollout */
    private void create(ServiceSpec service, Replica replica, Set<String> before, @Nullable Rolling rolling) {
        Cause why = replica.why();
        if (!replica.creates() || why == null) {
            return;
        }
        Set<String> after = new TreeSet<>(imageSteps);
        after.addAll(surroundings.of(service));
        for (String shared : service.namespaces()) {
            replicas.byService().getOrDefault(shared, List.of()).forEach(on -> addIfPresent(after, created, on.task()));
        }
        Set<String> linked = PresentLinks.onTheDefaultNetwork(replica.task().container());
        if (!linked.isEmpty()) {
            each((other, on) -> {
                if (linked.contains(on.task().name())) {
                    addIfPresent(after, created, on.task());
                }
            });
        }
        List<Action> undo = new ArrayList<>();
        undo.add(PlanBuilder.remove(replica.task(), false));
        String inherit = "";
        for (Member old : replica.replaced()) {
            if (old.exists() && old.task().name().equals(replica.task().name())) {
                Task retired = old.task().named(retiredName(old));
                after.add(plan.add(
                        PlanBuilder.rename(retired),
                        service.name(),
                        why,
                        surroundings.of(service),
                        before,
                        List.of(),
                        rolling));
                undo.add(PlanBuilder.rename(old.task()));
                inherit = options.renewAnonVolumes() ? "" : old.task().id();
            }
        }
        Action create = PlanBuilder.create(replica.task(), inherit);
        created.put(
                replica.task().id(), plan.add(create, service.name(), why, after, before, List.copyOf(undo), rolling));
    }

    /** Twelve digits of its id before its name, as Docker's clients call a container that is being replaced. */
    private static String retiredName(Member old) {
        String id = old.seen() == null ? old.task().id() : old.seen().id();
        return id.substring(0, Math.min(12, id.length())) + "_" + old.task().name();
    }

    private void start(ServiceSpec service, Replica replica) {
        Cause why = replica.why();
        if (why == null) {
            return;
        }
        Gates.Before gates = this.gates.of(service);
        Set<String> after = givesWay(service, replica, gates);
        after.addAll(preStart.over(service));
        if (replica.starts()) {
            Action start = PlanBuilder.start(replica.task());
            Cause cause = replica.creates() ? Cause.of("is new") : why;
            started.put(
                    replica.task().id(),
                    plan.add(start, service.name(), cause, after, gates.tolerated(), bringsBack(replica, null)));
        }
        replica.replaced().forEach(old -> takeAway(service.name(), old, replica));
    }

    /** The steps after which a container may start, as far as those before it and what it depends on are concerned. */
    private Set<String> givesWay(ServiceSpec service, Replica replica, Gates.Before gates) {
        Cause why = replica.why();
        Set<String> after = new TreeSet<>(gates.required());
        if (why == null) {
            return after;
        }
        addIfPresent(after, created, replica.task());
        for (Member old : replica.replaced()) {
            if (old.alive()) {
                after.add(stop(service.name(), old, false, why, after, gates.tolerated(), null));
            }
        }
        if (replica.restarts() && replica.present() != null) {
            after.add(stop(service.name(), replica.present(), false, why, List.of(), List.of(), null));
        }
        return after;
    }

    /** Stops a container, after the dependents that restart with it. */
    private String stop(
            String service,
            Member member,
            boolean drains,
            Cause why,
            Collection<String> after,
            Collection<String> tolerated,
            @Nullable Rolling rolling) {
        Set<String> all = new TreeSet<>(after);
        for (ServiceSpec dependent : at.spec().dependents(service)) {
            for (Replica replica : replicasOf(dependent)) {
                if (replica.restarts() && replica.present() != null) {
                    all.add(stop(
                            dependent.name(),
                            replica.present(),
                            false,
                            replica.why() == null ? why : replica.why(),
                            List.of(),
                            List.of(),
                            null));
                }
            }
        }
        Task task = retired(member);
        Action stop = drains ? PlanBuilder.drain(task, options.timeout()) : PlanBuilder.stop(task, options.timeout());
        return plan.add(stop, service, why, all, tolerated, List.of(), rolling);
    }

    /** The member's task under the name that it has when its replacement is there. */
    private Task retired(Member member) {
        boolean makesWay = replicas.byService().values().stream()
                .flatMap(List::stream)
                .anyMatch(replica -> replica.creates()
                        && replica.replaced().contains(member)
                        && replica.task().name().equals(member.task().name()));
        return makesWay ? member.task().named(retiredName(member)) : member.task();
    }

    private void takeAway(String service, Member old, Replica replica) {
        Set<String> after = new TreeSet<>();
        addIfPresent(after, created, replica.task());
        addIfPresent(after, started, replica.task());
        Cause why = Cause.of("replaced by " + replica.task().name());
        if (old.alive() && options.noStart()) {
            after.add(stop(service, old, false, why, after, List.of(), null));
        }
        plan.add(PlanBuilder.remove(retired(old), options.renewAnonVolumes()), service, why, after);
    }

    private void removeSurplus() {
        for (Member member : replicas.surplus()) {
            String service = member.task().serviceName();
            Cause why = Cause.of(member.exists() ? "service " + service + " is scaled down" : "is gone");
            Set<String> after = new TreeSet<>();
            if (member.alive()) {
                after.add(stop(service, member, false, why, List.of(), List.of(), null));
            }
            plan.add(PlanBuilder.remove(member.task(), false), service, why, after);
        }
    }

    private static void addIfPresent(Set<String> into, Map<String, String> steps, Task task) {
        String step = steps.get(task.id());
        if (step != null) {
            into.add(step);
        }
    }
}
