package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Report;
import dev.jcompose.scheduler.protocol.Task;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a plan has come. It decides nothing but which steps may begin: those whose predecessors have ended. After a failure
 * none begins any more; what runs is awaited, and what the failed step's group had changed is undone. One thread at a time.
 */
public final class Execution {

    private enum Phase {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * A step that ended, for whoever watches.
     *
     * @param error null, as {@code kind}, where it ended well
     * @param about the path of the value that is wrong, or empty
     * @param spared the error harms nothing else: what was to be removed is in use, or what failed was optional
     */
    public record Ended(
            Step step, @Nullable ErrorKind kind, @Nullable String error, String about, boolean spared) {
        /** The error with whose it is. */
        public String failure() {
            String what = !(step.action() instanceof Action.Await await)
                    ? step.id() + ": "
                    : await.condition() == Action.Await.Condition.HEALTHY ? "dependency failed to start: " : "";
            return (about.isEmpty() ? "" : about + ": ") + what + error;
        }

        /** What was to be removed stays, as somebody else uses it. */
        public boolean kept() {
            return spared && removesShared(step);
        }

        Ended sparing(String said) {
            return new Ended(step, kind, said, about, true);
        }
    }

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Phase> phases = new LinkedHashMap<>();
    /** Running steps by the key of their assignment, with the revision that ends them. */
    private final Map<String, Running> running = new HashMap<>();

    private final Map<String, ContainerStatus> seen = new HashMap<>();
    private final Deque<Step> undo = new ArrayDeque<>();
    private final List<Ended> failures = new ArrayList<>();
    private final Watches watches = new Watches();
    /** Service → how many of its containers a rollout has failed to replace. */
    private final Map<String, Integer> failed = new HashMap<>();

    private boolean undoing;
    private boolean interruptedUndone;
    private boolean cancelled;
    private boolean abandoned;

    private record Running(Step step, long revision) {}

    private final int atOnce;

    /** @param seen containers by task id as they were when the plan was made */
    public Execution(Plan plan, Map<String, ContainerStatus> seen) {
        this(plan, seen, Integer.MAX_VALUE);
    }

    /** @param atOnce how many steps may change something at a time, 1 or more; those that only wait are not counted */
    public Execution(Plan plan, Map<String, ContainerStatus> seen, int atOnce) {
        this.atOnce = atOnce;
        plan.steps().forEach(step -> {
            steps.put(step.id(), step);
            phases.put(step.id(), Phase.WAITING);
        });
        seen.forEach((task, status) -> this.seen.put(Assignment.Container.key(task), status));
    }

    /** Steps that may begin now; each is answered once. The caller hands their assignments out and says so. */
    public List<Step> begin() {
        if (undoing) {
            return List.of();
        }
        if (undo.isEmpty() && stopping() && !runs() && !canBegin()) {
            undoInterrupted();
        }
        if (!undo.isEmpty()) {
            // One after the other, and before anything new begins.
            undoing = !stopping() || !runs();
            return undoing ? List.of(undo.removeFirst()) : List.of();
        }
        List<Step> ready =
                withinBound(steps.values().stream().filter(this::mayBegin).toList());
        ready.forEach(step -> phases.put(step.id(), Phase.RUNNING));
        return ready;
    }

    private List<Step> withinBound(List<Step> ready) {
        long free = atOnce
                - steps.values().stream()
                        .filter(step -> phases.get(step.id()) == Phase.RUNNING && changes(step))
                        .count();
        List<Step> within = new ArrayList<>();
        for (Step step : ready) {
            // A step that waits may wait for one that is yet to begin: it takes nobody's place.
            if (!changes(step) || free-- > 0) {
                within.add(step);
            }
        }
        return within;
    }

    private static boolean changes(Step step) {
        return step.action() instanceof Action.Assign;
    }

    private boolean canBegin() {
        return steps.values().stream().anyMatch(this::mayBegin);
    }

    /** A replacement that was under way when another step failed must not leave its service without a container. */
    private void undoInterrupted() {
        if (cancelled || interruptedUndone) {
            return;
        }
        interruptedUndone = true;
        for (Step step : steps.values()) {
            if (phases.get(step.id()) == Phase.WAITING && step.undo().size() > 1 && hasBegun(step)) {
                addUndo(step);
            }
        }
    }

    /** A step for the same replica, which this one was to go on from, has been done. */
    private boolean hasBegun(Step step) {
        return step.after().stream()
                .filter(id -> phases.get(id) == Phase.DONE)
                .map(steps::get)
                .anyMatch(before -> before != null && replica(before).equals(replica(step)));
    }

    private static String replica(Step step) {
        Task task = switch (step.action()) {
            case Action.Assign assign ->
                assign.to() instanceof Assignment.Container container ? container.task() : null;
            case Action.Await await -> await.task();
            case Action.Steady steady -> steady.task();
            case Action.Pause _ -> null;
        };
        if (task == null) {
            return step.id();
        }
        return task.oneOff() ? task.name() : task.serviceName() + "/" + task.number();
    }

    private void addUndo(Step step) {
        if (cancelled) {
            return;
        }
        for (Action action : step.undo()) {
            undo.addLast(new Step(
                    action.label(), action, step.service(), Cause.of("undone"), List.of(), List.of(), List.of(), null));
        }
    }

    /** Whether something is under way that has to be awaited: once no step begins any more, a wait is none. */
    private boolean runs() {
        return !running.isEmpty()
                || steps.values().stream()
                        .anyMatch(step -> phases.get(step.id()) == Phase.RUNNING && (changes(step) || !stopping()));
    }

    private boolean mayBegin(Step step) {
        return phases.get(step.id()) == Phase.WAITING
                && (!stopping() || (step.isTail() && !cancelled))
                && step.after().stream().allMatch(id -> phases.getOrDefault(id, Phase.DONE) == Phase.DONE)
                && step.tolerated().stream().allMatch(id -> switch (phases.getOrDefault(id, Phase.DONE)) {
                    case DONE, FAILED -> true;
                    case WAITING, RUNNING -> false;
                });
    }

    /** The step's assignment has been handed out with this revision. */
    public void assigned(Step step, String key, long revision) {
        running.put(key, new Running(step, revision));
    }

    /** What has ended by now through what was seen: call it after every begin and report, and at {@link #wakes}. */
    public List<Ended> settle(Instant now) {
        List<Ended> ended = new ArrayList<>();
        for (Step step : List.copyOf(steps.values())) {
            Gate.Verdict verdict = phases.get(step.id()) == Phase.RUNNING ? verdict(step, now) : null;
            if (verdict instanceof Gate.Open) {
                ended.add(end(step, null, null));
            } else if (verdict instanceof Gate.Closed closed) {
                ended.add(end(step, ErrorKind.CONFLICT, closed.why(), closed.about()));
            } else if (verdict != null && stopping()) {
                phases.put(step.id(), Phase.WAITING); // nobody waits for what it would have opened
            }
        }
        return ended;
    }

    /** Null for a step that ends with a report. */
    private Gate.@Nullable Verdict verdict(Step step, Instant now) {
        return switch (step.action()) {
            case Action.Assign _ -> null;
            case Action.Await await
            when await.condition() == Action.Await.Condition.READY ->
                watches.of(step.id(), now).ready(await, seen(await.task()), now);
            case Action.Await await -> Gate.of(await, seen(await.task()));
            case Action.Steady steady -> watches.of(step.id(), now).steady(steady, seen(steady.task()), now);
            case Action.Pause pause -> watches.of(step.id(), now).pause(pause, now);
        };
    }

    private @Nullable ContainerStatus seen(Task task) {
        return seen.get(Assignment.Container.key(task.id()));
    }

    /** When something may end by the passing of time alone, or null. */
    public @Nullable Instant wakes() {
        return steps.values().stream()
                .filter(step -> phases.get(step.id()) == Phase.RUNNING)
                .flatMap(step -> watches.wakes(step.id(), step.action()).stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Takes a report in; answers what it ended. */
    public List<Ended> report(Report report) {
        switch (report) {
            case Report.Seen change -> {
                if (change.container() == null) {
                    seen.remove(change.key());
                } else {
                    seen.put(change.key(), change.container());
                }
            }
            case Report.Done done -> {
                Running of = running.get(done.key());
                if (of != null && of.revision == done.revision()) {
                    running.remove(done.key());
                    return List.of(end(of.step, null, null));
                }
            }
            case Report.Failed failed -> {
                Running of = running.get(failed.key());
                if (of != null && of.revision == failed.revision()) {
                    running.remove(failed.key());
                    return List.of(end(of.step, failed.kind(), failed.message(), failed.about()));
                }
            }
            case Report.Working _, Report.Warned _ -> {}
        }
        return List.of();
    }

    /** The step that a report is about, or null. */
    public @Nullable Step stepOf(Report report) {
        Running of = running.get(report.key());
        return of == null ? null : of.step;
    }

    /** Fails every step that only waits: time is up, or somebody asked for something else. */
    public List<Ended> giveUpWaiting(ErrorKind kind, String why) {
        List<Ended> ended = new ArrayList<>();
        for (Step step : steps.values()) {
            if (phases.get(step.id()) == Phase.RUNNING && !(step.action() instanceof Action.Assign)) {
                ended.add(end(step, kind, why));
            }
        }
        return ended;
    }

    /** Assignments that are worked on and need not be: their keys and revisions. */
    public Map<String, Long> mayBreakOff() {
        Map<String, Long> revisions = new TreeMap<>();
        running.forEach((key, of) -> {
            if (of.step.action() instanceof Action.Assign assign && assign.to().mayBreakOff()) {
                revisions.put(key, of.revision);
            }
        });
        return revisions;
    }

    /** Fails those. */
    public List<Ended> breakOff(ErrorKind kind, String why) {
        List<Ended> ended = new ArrayList<>();
        for (String key : mayBreakOff().keySet()) {
            Running of = running.remove(key);
            if (of != null) {
                ended.add(end(of.step, kind, why));
            }
        }
        return ended;
    }

    public void cancel() {
        cancelled = true;
    }

    /** Ends it as a failure would. */
    public void abandon() {
        abandoned = true;
    }

    /** Every step has ended well. */
    public boolean complete() {
        return phases.values().stream().allMatch(Phase.DONE::equals);
    }

    private Ended end(Step step, @Nullable ErrorKind kind, @Nullable String error) {
        return end(step, kind, error, "");
    }

    private Ended end(Step step, @Nullable ErrorKind kind, @Nullable String error, String about) {
        Ended ended = new Ended(step, kind, error, about, false);
        if (!step.equals(steps.get(step.id()))) {
            undoing = false; // of an undo; it is not undone itself
            return ended;
        }
        phases.put(step.id(), error == null ? Phase.DONE : Phase.FAILED);
        if (error == null) {
            return ended;
        }
        if (isSpared(step)) {
            giveUp(step);
            addUndo(step);
        } else if (isStillUsed(step, kind)) {
            return ended.sparing(error);
        } else if (tolerated(step)) {
            return ended.sparing(
                    step.action() instanceof Action.Await await
                            ? "optional dependency \"" + await.task().serviceName() + "\" failed to start: " + error
                            : error);
        } else {
            failures.add(ended);
            addUndo(step);
        }
        return ended;
    }

    /** Its rollout goes on without it: the container that it was to replace comes back. */
    private boolean isSpared(Step step) {
        Rolling rolling = step.rolling();
        return rolling != null && !stopping() && failed.merge(rolling.service(), 1, Integer::sum) <= rolling.spare();
    }

    /** What was to follow a failed step for the same replica does not. */
    private void giveUp(Step failed) {
        for (Step step : steps.values()) {
            boolean follows =
                    step.after().contains(failed.id()) && replica(step).equals(replica(failed));
            if (follows && phases.get(step.id()) == Phase.WAITING) {
                phases.put(step.id(), Phase.FAILED);
                giveUp(step);
            }
        }
    }

    /** A network, volume or image that somebody else uses stays, where nothing of the plan needs it gone. */
    private boolean isStillUsed(Step step, @Nullable ErrorKind kind) {
        return kind == ErrorKind.CONFLICT && removesShared(step) && !isNeeded(step);
    }

    private static boolean removesShared(Step step) {
        return step.action() instanceof Action.Assign assign
                && assign.verb().equals("remove")
                && !(assign.to() instanceof Assignment.Container);
    }

    private boolean isNeeded(Step step) {
        return steps.values().stream().anyMatch(other -> other.after().contains(step.id()));
    }

    /** Whoever waits for it can do without it. */
    private boolean tolerated(Step step) {
        boolean needed = isNeeded(step);
        boolean wanted =
                steps.values().stream().anyMatch(other -> other.tolerated().contains(step.id()));
        return wanted && !needed;
    }

    private boolean stopping() {
        return cancelled || abandoned || !failures.isEmpty();
    }

    public boolean finished() {
        if (runs() || undoing || !undo.isEmpty() || canBegin()) {
            return false;
        }
        return stopping() ? cancelled || interruptedUndone : !phases.containsValue(Phase.WAITING);
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Services that are to go back to what they were. */
    public Set<String> rollBack() {
        Set<String> services = new TreeSet<>();
        for (Ended failure : failures) {
            Rolling rolling = failure.step().rolling();
            if (rolling != null && rolling.rollsBack()) {
                services.add(rolling.service());
            }
        }
        return services;
    }

    /** What failed first is first. */
    public List<Ended> failures() {
        return List.copyOf(failures);
    }
}
