package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.placement.Placement;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.InjectedFile;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.scheduler.reconcile.Action;
import dev.jcompose.scheduler.reconcile.Execution;
import dev.jcompose.scheduler.reconcile.Plan;
import dev.jcompose.scheduler.reconcile.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Executes one plan: a step is a change of an assignment, and the report of its revision ends it. One thread; it blocks until
 * the plan has ended.
 */
final class PlanRun {

    /**
     * How it ended.
     *
     * @param failure the first one, or null
     * @param rollBack services that are to go back to what they were
     */
    record Result(@Nullable EngineException failure, Set<String> rollBack) {
        static final Result WELL = new Result(null, Set.of());

        void orThrow() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static final String ANOTHER = "another request for the stack came";
    private static final String GONE = "whoever asked for it has gone";

    private final ManagerClient manager;
    private final Vault vault;
    private final Consumer<StackEvent> events;
    private final UnaryOperator<Assignment> completed;
    /** Empty wakes the run up. */
    private final LinkedBlockingQueue<Optional<Report>> reports = new LinkedBlockingQueue<>();

    private final int atOnce;
    private final Set<String> warned = new HashSet<>();
    private volatile boolean superseded;
    private volatile boolean abandoned;
    private Instant deadline = Instant.MAX;

    /**
     * @param completed adds what a plan must not hold: logins and build contexts
     * @param atOnce how many steps may change something at a time
     */
    PlanRun(
            ManagerClient manager,
            Vault vault,
            Consumer<StackEvent> events,
            UnaryOperator<Assignment> completed,
            int atOnce) {
        this.manager = manager;
        this.vault = vault;
        this.events = events;
        this.completed = completed;
        this.atOnce = atOnce;
    }

    /** Ends the run early: what runs is awaited but for pulls and builds, nothing begins any more. Any thread. */
    void supersede() {
        superseded = true;
        reports.add(Optional.empty());
    }

    /** Ends the run early as a failed step would: what it interrupts is undone. Any thread. */
    void abandon() {
        abandoned = true;
        reports.add(Optional.empty());
    }

    /**
     * Returns when every step has ended, or one has failed and what it interrupted is undone.
     *
     * @param look what there is. Looked at once reports are listened to: what changed between the making of the plan and
     *     now is then in one or the other, and no step waits for a report that has been.
     * @param patience how long steps may wait for containers; null: as long as it takes
     */
    Result run(StackSpec spec, Plan plan, Supplier<Observation> look, @Nullable Duration patience) {
        if (plan.steps().isEmpty()) {
            return Result.WELL;
        }
        Execution execution;
        deadline = patience == null ? Instant.MAX : Instant.now().plus(patience);
        try (var _ = manager.watch((about, report) -> {
            if (about.what().stack().equals(spec.name())) {
                reports.add(Optional.of(report));
            }
        })) {
            execution = new Execution(plan, look.get().containers(), atOnce);
            endEarly(execution);
            while (advance(spec, execution)) {
                next(execution).ifPresent(report -> take(execution, report));
                endEarly(execution);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("the daemon is going down", e);
        } catch (EngineException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // AutoCloseable's signature; unwatching throws nothing
        }
        if (!execution.failures().isEmpty()) {
            Execution.Ended failure = execution.failures().getFirst();
            return new Result(
                    new EngineException(
                            failure.kind() == null ? ErrorKind.INTERNAL : failure.kind(), failure.failure()),
                    execution.cancelled() ? Set.of() : execution.rollBack());
        }
        if (execution.cancelled()) {
            return new Result(
                    EngineException.conflict("another request for stack " + spec.name() + " took over"), Set.of());
        }
        return abandoned && !execution.complete() ? new Result(EngineException.conflict(GONE), Set.of()) : Result.WELL;
    }

    private void endEarly(Execution execution) {
        if (superseded && !execution.cancelled()) {
            execution.cancel();
            ended(execution.giveUpWaiting(ErrorKind.CONFLICT, ANOTHER));
            breakOff(execution, ANOTHER);
        }
        if (abandoned) {
            execution.abandon();
            breakOff(execution, GONE);
        }
    }

    private void breakOff(Execution execution, String why) {
        manager.withdraw(execution.mayBreakOff());
        ended(execution.breakOff(ErrorKind.CONFLICT, why));
    }

    /** Begins what may begin; false when the plan has ended. */
    private boolean advance(StackSpec spec, Execution execution) {
        while (true) {
            List<Step> ready = execution.begin();
            handOut(spec, execution, ready);
            List<Execution.Ended> settled = execution.settle(Instant.now());
            ended(settled);
            if (ready.isEmpty() && settled.isEmpty()) {
                return !execution.finished();
            }
        }
    }

    /** Waits for a report, or until a step may end by the passing of time. */
    private Optional<Report> next(Execution execution) throws InterruptedException {
        Instant wakes = execution.wakes();
        Instant until = wakes == null || deadline.isBefore(wakes) ? deadline : wakes;
        if (until.equals(Instant.MAX)) {
            return reports.take();
        }
        Optional<Report> next =
                reports.poll(Math.max(1, Duration.between(Instant.now(), until).toMillis()), TimeUnit.MILLISECONDS);
        if (next != null) {
            return next;
        }
        if (!Instant.now().isBefore(deadline)) {
            deadline = Instant.MAX;
            ended(execution.giveUpWaiting(ErrorKind.UNAVAILABLE, "not ready in time (--wait-timeout)"));
        }
        return Optional.empty();
    }

    private void handOut(StackSpec spec, Execution execution, List<Step> ready) {
        Map<String, List<Assignment>> byNode = new LinkedHashMap<>();
        Map<String, Step> byKey = new LinkedHashMap<>();
        for (Step step : ready) {
            progress(step, "started", "", "", 0, 0);
            if (step.action() instanceof Action.Assign assign) {
                Assignment to = completed.apply(assign.to());
                byKey.put(to.key(), step);
                List<Assignment> changes = byNode.computeIfAbsent(node(spec, to), node -> new ArrayList<>());
                changes.addAll(contents(to));
                changes.add(to);
            }
        }
        byNode.forEach((node, changes) -> manager.assign(node, changes).forEach((key, revision) -> {
            Step step = byKey.get(key);
            if (step != null) {
                execution.assigned(step, key, revision);
            }
        }));
    }

    /** What the containers to be created read their secrets from. */
    private List<Assignment> contents(Assignment to) {
        List<Assignment> contents = new ArrayList<>();
        if (to instanceof Assignment.Container container && container.goal() instanceof Goal.Created) {
            for (InjectedFile file : container.task().files()) {
                contents.add(new Assignment.Content(to.stack(), file.content(), vault.open(file.content())));
            }
        }
        return contents;
    }

    private String node(StackSpec spec, Assignment to) {
        var cluster = manager.cluster();
        String where = cluster.nodeOf(to.key());
        if (where != null) {
            return where;
        }
        if (to instanceof Assignment.Container container) {
            ServiceSpec service = spec.services().get(container.task().serviceName());
            if (service != null) {
                return Placement.choose(
                        cluster, "service " + service.name(), service.image().platform(), service.constraints());
            }
        }
        return Placement.choose(cluster, to.key(), "", List.of());
    }

    private void take(Execution execution, Report report) {
        Step about = execution.stepOf(report);
        if (about != null && report instanceof Report.Working work) {
            progress(about, "progress", work.message(), work.part(), work.current(), work.total());
        }
        if (about != null && report instanceof Report.Warned warned && about.action() instanceof Action.Assign assign) {
            warn(assign.to(), warned.message());
        }
        ended(execution.report(report));
    }

    /** Once for all replicas of a service. */
    private void warn(Assignment about, String message) {
        String whose = about instanceof Assignment.Container container
                ? "service " + container.task().serviceName() + ": "
                : "";
        if (warned.add(whose + message)) {
            events.accept(StackEvent.warning(whose + message));
        }
    }

    private void ended(List<Execution.Ended> steps) {
        for (Execution.Ended ended : steps) {
            boolean undone = ended.step().cause().text().equals("undone");
            String phase = ended.kept() ? "kept" : ended.error() != null ? "failed" : undone ? "undone" : "done";
            progress(ended.step(), phase, ended.error() == null ? "" : ended.error(), "", 0, 0);
        }
    }

    private void progress(Step step, String phase, String message, String part, long current, long total) {
        Action action = step.action();
        events.accept(StackEvent.step(new StackEvent.Progress(
                step.id(), action.verb(), action.object(), action.name(), phase, message, part, current, total)));
    }
}
