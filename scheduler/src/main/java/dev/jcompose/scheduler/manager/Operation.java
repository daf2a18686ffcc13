package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.scheduler.desired.OneOff;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.manager.StackRecord.Activity;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.InjectedFile;
import dev.jcompose.scheduler.protocol.Task;
import dev.jcompose.scheduler.reconcile.Plan;
import dev.jcompose.scheduler.reconcile.Reconcile;
import dev.jcompose.scheduler.reconcile.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation on one stack, by whoever has its turn: store what is wanted, plan, execute. Answers its containers by service. */
final class Operation {

    /**
     * What a stop of the daemon cuts off and its next start finishes. A restart or a kill is none of them: what it has reached
     * would be done twice.
     */
    private static final Set<String> GOES_ON = Set.of("start", "stop", "pause", "unpause", "rm");

    private final String name;
    private final Operations shared;
    private final Turns.Turn turn;
    private final int atOnce;

    /** @param atOnce how many steps of its plans may change something at a time */
    Operation(String name, Operations shared, Turns.Turn turn, int atOnce) {
        this.name = name;
        this.shared = shared;
        this.turn = turn;
        this.atOnce = atOnce;
    }

    Map<String, List<String>> apply(StackRequest request, Consumer<StackEvent> sink) {
        shared.checkOwner(name, request.origin(), request.options().assumeYes());
        StackSpec spec = shared.spec(name, request);
        Activity activity = Activity.up("apply", shared.id(), request.services(), request.options());
        Planned first = planned(spec, activity, Set.of());
        String expected = request.expect();
        if (expected != null && !expected.isEmpty() && !first.plan.digest().equals(expected)) {
            throw EngineException.conflict(
                    "the world has moved: this is another plan than the one that was expected; look at it again with `jcompose plan`");
        }
        // What is not agreed to is not wanted either: it is not stored.
        first.agreed(activity, sink);
        store(request, activity);
        return bringUp(first, activity, Supplies.of(request), sink);
    }

    /** A plan, and what it was made from. */
    private record Planned(Situation at, Plan plan) {
        void agreed(Activity activity, Consumer<StackEvent> sink) {
            if (!plan.losses().isEmpty() && !activity.options().assumeYes()) {
                sink.accept(StackEvent.plan(plan.view()));
                throw new AgreementNeeded(plan.losses());
            }
        }
    }

    private Planned planned(StackSpec spec, Activity activity, Set<String> fresh) {
        Situation at = shared.situation(spec);
        return new Planned(
                at, Reconcile.up(at, activity.services(), activity.options(), activity.id(), fresh, shared::id));
    }

    /** Durable before anything is done for it. */
    private void store(StackRequest request, @Nullable Activity activity) {
        Set<String> needed = new HashSet<>();
        shared.tasks(name)
                .forEach(
                        task -> task.files().stream().map(InjectedFile::content).forEach(needed::add));
        StackRecord stack = new StackRecord(
                name,
                request.origin(),
                StackTable.withoutContents(request.project()),
                shared.table().fingerprints(request.files()),
                activity);
        shared.table().save(stack, request.files(), request.logins(), needed);
    }

    /** Plans until nothing hinges on images any more; the activity ends with the last plan, well or not. */
    private Map<String, List<String>> bringUp(
            Planned first, Activity activity, Supplies supplies, Consumer<StackEvent> sink) {
        try {
            StackSpec spec = first.at.spec();
            Integer patience = activity.options().waitTimeout();
            Set<String> fresh = new HashSet<>();
            Planned next = first;
            while (true) {
                Plan plan = next.plan;
                next.agreed(activity, sink);
                sink.accept(StackEvent.plan(plan.view()));
                PlanRun.Result result =
                        execute(next.at, plan, patience == null ? null : Duration.ofSeconds(patience), supplies, sink);
                if (!result.rollBack().isEmpty()) {
                    rollBack(spec, activity.rollingBack(List.copyOf(result.rollBack())), result.failure(), sink);
                }
                result.orThrow();
                if (!plan.more()) {
                    return containers(spec);
                }
                plan.steps().forEach(step -> fresh.add(step.action().name()));
                next = planned(spec, activity, fresh);
            }
        } finally {
            ended();
        }
    }

    /** Durable before it begins, so that a daemon which does not survive it goes on back and not forwards. */
    private void rollBack(StackSpec spec, Activity back, @Nullable EngineException failure, Consumer<StackEvent> sink) {
        shared.table().save(shared.table().get(name).with(back));
        Situation at = shared.situation(spec);
        Plan plan = Reconcile.rollback(
                at, Set.copyOf(back.rollBack()), back.id(), back.options().timeout());
        sink.accept(StackEvent.plan(plan.view()));
        execute(at, plan, null, Supplies.NONE, sink).orThrow();
        String services = String.join(", ", back.rollBack());
        String why = failure == null ? "the daemon was stopped meanwhile" : String.valueOf(failure.getMessage());
        throw new EngineException(
                failure == null ? ErrorKind.CONFLICT : failure.kind(),
                why + "\n" + services + (back.rollBack().size() == 1 ? " was" : " were") + " rolled back");
    }

    private void ended() {
        shared.table().find(name).ifPresent(stack -> shared.table().save(stack.with(null)));
    }

    /** Goes on with what was cut off, and starts what policies say of the rest. */
    Map<String, List<String>> restore(Consumer<StackEvent> sink) {
        StackRecord stack = shared.table().get(name);
        StackSpec spec = shared.spec(stack);
        Activity cut = stack.activity();
        try {
            if (cut != null && cut.action() != null) {
                action(cut.verb(), cut.action(), sink);
            } else if (cut != null && !cut.rollBack().isEmpty()) {
                try {
                    rollBack(spec, cut, null, sink);
                } finally {
                    ended();
                }
            } else if (cut != null) {
                // The build contexts are gone with the daemon that had them, the logins are not.
                Supplies supplies = new Supplies(shared.table().logins(name), null);
                bringUp(planned(Operations.scaled(spec, cut.options()), cut, Set.of()), cut, supplies, sink);
            }
        } finally {
            Situation at = shared.situation(spec);
            Set<String> stopped = cut != null && cut.verb().equals("stop") ? cut.concerned(spec) : Set.of();
            execute(at, Reconcile.boot(at, stopped), null, Supplies.NONE, sink).orThrow();
        }
        return containers(spec);
    }

    Map<String, List<String>> down(DownRequest request, Consumer<StackEvent> sink) {
        StackSpec spec = shared.ending(name, request);
        shared.table()
                .find(name)
                .ifPresent(stack -> shared.table().save(stack.with(Activity.down(shared.id(), request))));
        try {
            Situation at = shared.situation(spec);
            Plan plan = Reconcile.down(at, request);
            sink.accept(StackEvent.plan(plan.view()));
            execute(at, plan, null, Supplies.NONE, sink).orThrow();
        } finally {
            ended();
        }
        if (request.services().isEmpty() && shared.tasks(name).isEmpty()) {
            shared.manager()
                    .forget(shared.manager().cluster().ofStack(name).stream()
                            .map(assigned -> assigned.what().key())
                            .toList());
            shared.table().delete(name);
            return Map.of();
        }
        return containers(spec);
    }

    Map<String, List<String>> action(String verb, ServiceAction request, Consumer<StackEvent> sink) {
        StackRecord stack = shared.table().get(name);
        StackSpec spec = shared.spec(stack);
        if (verb.equals("scale") || verb.equals("create")) {
            ApplyOptions options = Stacks.scaled(request, verb.equals("create"));
            Activity activity = Activity.up(verb, shared.id(), Stacks.selected(verb, request), options);
            Planned first = planned(Operations.scaled(spec, options), activity, Set.of());
            first.agreed(activity, sink);
            shared.table().save(stack.with(activity), request.logins());
            return bringUp(first, activity, new Supplies(request.logins(), null), sink);
        }
        Situation at = shared.situation(spec);
        Plan plan = Reconcile.action(at, verb, request);
        if (!plan.steps().isEmpty() && GOES_ON.contains(verb)) {
            shared.table().save(stack.with(Activity.action(verb, shared.id(), request.with(Map.of()))));
        }
        try {
            sink.accept(StackEvent.plan(plan.view()));
            execute(at, plan, null, Supplies.NONE, sink).orThrow();
        } finally {
            ended();
        }
        return containers(spec);
    }

    /** Brings up what the service depends on, then makes the one-off. */
    Map<String, List<String>> run(RunRequest request, Consumer<StackEvent> sink) {
        StackRequest given = request.stack();
        shared.checkOwner(name, given.origin(), given.options().assumeYes());
        StackSpec spec = shared.spec(name, given);
        String slug = shared.id();
        OneOff oneOff = OneOff.of(given, request, slug, shared.table().fingerprints(given.files()));
        List<String> dependencies = given.options().noDeps() ? List.of() : oneOff.dependencies();
        Activity activity = Activity.up("run", shared.id(), dependencies, given.options());
        @Nullable Planned first = dependencies.isEmpty() ? null : planned(spec, activity, Set.of());
        if (first != null) {
            first.agreed(activity, sink);
        }
        store(given, null);
        if (first != null) {
            bringUp(first, activity, Supplies.of(given), sink);
        }
        Situation at = shared.situation(oneOff.spec());
        Task task = oneOff.task(shared.id());
        Plan plan = Reconcile.oneOff(at, task, given.options(), dependencies.isEmpty());
        sink.accept(StackEvent.plan(plan.view()));
        execute(at, plan, null, Supplies.of(given), sink).orThrow();
        ContainerStatus made =
                shared.situation(oneOff.spec()).seen().containers().get(task.id());
        if (made == null) {
            throw EngineException.unavailable("container " + task.name() + " is gone before it could be started", null);
        }
        return Map.of(request.service(), List.of(made.id()));
    }

    /** Builds or pulls images; what the stack wants stays as it was. */
    Map<String, List<String>> images(String verb, ImagesRequest request, Consumer<StackEvent> sink) {
        Situation at = shared.situation(shared.spec(name, request.stack()));
        Plan plan = Operations.images(verb, at, request);
        sink.accept(StackEvent.plan(plan.view()));
        execute(at, plan, null, Supplies.of(request.stack()), sink).orThrow();
        return Map.of();
    }

    private PlanRun.Result execute(
            Situation at, Plan plan, @Nullable Duration patience, Supplies supplies, Consumer<StackEvent> sink) {
        plan.notices().forEach(notice -> sink.accept(StackEvent.warning(notice)));
        plan.kept().forEach(kept -> sink.accept(StackEvent.step(kept)));
        PlanRun run = new PlanRun(shared.manager(), shared.vault(), sink, supplies::complete, atOnce);
        turn.whenSuperseded(run::supersede);
        turn.whenAbandoned(run::abandon);
        return run.run(at.spec(), plan, () -> shared.situation(at.spec()).seen(), patience);
    }

    private Map<String, List<String>> containers(StackSpec spec) {
        Map<String, List<String>> ids = new TreeMap<>();
        Situation at = shared.situation(spec);
        for (Task task : at.assigned()) {
            ContainerStatus seen = at.seen().containers().get(task.id());
            if (seen != null && !task.oneOff()) {
                ids.computeIfAbsent(task.serviceName(), service -> new ArrayList<>())
                        .add(seen.id());
            }
        }
        return ids;
    }
}
