package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects steps; a step that is already there is not added twice. */
final class PlanBuilder {

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final List<StackEvent.Progress> kept = new ArrayList<>();

    /** Answers the step's id. */
    String add(Action action, String service, Cause cause, Collection<String> after) {
        return add(action, service, cause, after, List.of(), List.of());
    }

    String add(
            Action action,
            String service,
            Cause cause,
            Collection<String> after,
            Collection<String> tolerated,
            List<Action> undo) {
        return add(action, service, cause, after, tolerated, undo, null);
    }

    String add(
            Action action,
            String service,
            Cause cause,
            Collection<String> after,
            Collection<String> tolerated,
            List<Action> undo,
            @Nullable Rolling rolling) {
        String id = action.label();
        steps.putIfAbsent(
                id,
                new Step(
                        id,
                        action,
                        service,
                        cause,
                        List.copyOf(new TreeSet<>(after)),
                        List.copyOf(new TreeSet<>(tolerated)),
                        undo,
                        rolling));
        return id;
    }

    void notice(String text) {
        notices.add(text);
    }

    /** The plan destroys data: whoever asked for it has to agree. */
    void loss(String text) {
        losses.add(text);
    }

    /** Nothing is done about it: it runs as it is wanted, or has stopped. */
    void keep(Task task, String state) {
        kept.add(StackEvent.Progress.keeping(task.name(), state));
    }

    Plan build(String stack, boolean more) {
        return new Plan(
                stack, List.copyOf(steps.values()), List.copyOf(notices), List.copyOf(losses), List.copyOf(kept), more);
    }

    static Action create(Task task, String inheritFrom) {
        return new Action.Assign("create", new Assignment.Container(task, new Goal.Created(), inheritFrom));
    }

    static Action rename(Task task) {
        return new Action.Assign("rename", new Assignment.Container(task, new Goal.Created(), ""));
    }

    static Action start(Task task) {
        return new Action.Assign("start", new Assignment.Container(task, new Goal.Running(), ""));
    }

    /** @param of the task whose ports it is to have */
    static Action startBeside(Task task, Task of) {
        return new Action.Assign("start", new Assignment.Container(task, new Goal.Beside(of.id()), ""));
    }

    static Action leadPorts(Task task) {
        return new Action.Assign("lead ports to", new Assignment.Container(task, new Goal.InPlace(), ""));
    }

    static Action drain(Task task, @Nullable Integer timeout) {
        return new Action.Assign("stop", new Assignment.Container(task, new Goal.Drained(timeout), ""));
    }

    static Action stop(Task task, @Nullable Integer timeout) {
        return new Action.Assign("stop", new Assignment.Container(task, new Goal.Stopped(timeout), ""));
    }

    /** As {@link #remove}, of what an earlier request has left under a name that a new container may get. */
    static Action clearAway(Task task) {
        return new Action.Assign("clear away", new Assignment.Container(task, new Goal.Removed(true), ""));
    }

    static Action remove(Task task, boolean volumes) {
        return new Action.Assign("remove", new Assignment.Container(task, new Goal.Removed(volumes), ""));
    }
}
