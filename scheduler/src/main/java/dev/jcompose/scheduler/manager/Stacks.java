package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.api.stack.StackSummary;
import dev.jcompose.scheduler.manager.StackRecord.Activity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be asked of stacks. Operations return at once with the stream of their events, whose last one is the outcome; they
 * go on when nobody reads it, until it is abandoned.
 */
public final class Stacks {
    private static final Logger LOG = LoggerFactory.getLogger(Stacks.class);

    private final Operations operations;
    private final StackViews views;
    private final StackTable table;
    private final Turns turns;
    private final int atOnce;

    Stacks(Operations operations, StackViews views, StackTable table, Turns turns) {
        this(operations, views, table, turns, Integer.MAX_VALUE);
    }

    private Stacks(Operations operations, StackViews views, StackTable table, Turns turns, int atOnce) {
        this.operations = operations;
        this.views = views;
        this.table = table;
        this.turns = turns;
        this.atOnce = atOnce;
    }

    /** The same for requests of which no more than so many steps, 1 or more, may change something at a time. */
    public Stacks atMost(int steps) {
        return new Stacks(operations, views, table, turns, steps);
    }

    public List<StackSummary> list() {
        return views.list();
    }

    public StackDetail detail(String name) {
        return views.detail(name, turns.verb(name));
    }

    /** Writes nothing. Waits for a down that goes on: the request would too, and would find what the down leaves. */
    public PlanView plan(String name, StackRequest request) {
        turns.awaitEnd(name, "down");
        return operations.plan(name, request);
    }

    /** What {@link #down} would do. Writes nothing. */
    public PlanView planDown(String name, DownRequest request) {
        return operations.planDown(name, request);
    }

    /** What {@link #action} would do. Writes nothing. */
    public PlanView planAction(String name, String verb, ServiceAction request) {
        return operations.planAction(name, verb, request);
    }

    /** What {@link #run} would do. Writes nothing. */
    public PlanView planRun(String name, RunRequest request) {
        return operations.planRun(name, request);
    }

    public EventStream apply(String name, StackRequest request) {
        return begin(name, "apply", false, (operation, sink) -> operation.apply(request, sink));
    }

    public EventStream down(String name, DownRequest request) {
        if (request.left() == null) {
            table.get(name);
        }
        return begin(name, "down", true, (operation, sink) -> operation.down(request, sink));
    }

    /** Makes a one-off container that is not started; its id is in the outcome. */
    public EventStream run(String name, RunRequest request) {
        return begin(name, "run", false, (operation, sink) -> operation.run(request, sink));
    }

    /** The verbs are {@code build} and {@code pull}. There need be no such stack, and none is made. */
    public EventStream images(String name, String verb, ImagesRequest request) {
        return begin(name, verb, false, (operation, sink) -> operation.images(verb, request, sink));
    }

    /** What {@link #images} would do. Writes nothing. */
    public PlanView planImages(String name, String verb, ImagesRequest request) {
        return operations.planImages(name, verb, request);
    }

    /** The verbs are start, stop, restart, kill, pause, unpause, rm, create and scale. */
    public EventStream action(String name, String verb, ServiceAction request) {
        table.get(name);
        boolean ends = List.of("stop", "kill", "rm").contains(verb);
        return begin(name, verb, ends, (operation, sink) -> operation.action(verb, request, sink));
    }

    /** Goes on with what a stop of the daemon cut off, and brings back what restart policies say. Returns at once. */
    public void restore() {
        for (StackRecord stack : table.all()) {
            Activity cut = stack.activity();
            if (cut != null && cut.down() != null) {
                down(stack.name(), cut.down());
            } else {
                begin(stack.name(), "restore", false, Operation::restore);
            }
        }
    }

    private interface Work {
        Map<String, List<String>> on(Operation operation, Consumer<StackEvent> sink);
    }

    private EventStream begin(String name, String verb, boolean supersedes, Work work) {
        EventStream events = new EventStream();
        Thread.ofVirtual().name(verb + " " + name).start(() -> {
            try (Turns.Turn turn = turns.take(name, verb, supersedes)) {
                if (events.abandoned()) {
                    throw EngineException.conflict("whoever asked for it has gone");
                }
                events.whenAbandoned(turn::abandon);
                Operation operation = operations.on(name, turn, atOnce);
                Map<String, List<String>> containers = work.on(operation, events::add);
                events.add(StackEvent.outcome(new StackEvent.Outcome(true, "", "", containers)));
            } catch (EngineException e) {
                events.add(StackEvent.outcome(
                        new StackEvent.Outcome(false, e.kind().name(), String.valueOf(e.getMessage()), Map.of())));
            } catch (AgreementNeeded e) {
                String losses = String.valueOf(e.getMessage());
                events.add(StackEvent.outcome(new StackEvent.Outcome(
                        false,
                        "CONFLICT",
                        losses + ": agree by -y, or give it another name",
                        Map.of(),
                        losses + ". Go on?")));
            } catch (RuntimeException e) {
                LOG.error("{} of stack {} failed", verb, name, e);
                events.add(StackEvent.outcome(new StackEvent.Outcome(
                        false, "INTERNAL", verb + " failed in a way that it should not have: " + e, Map.of())));
            }
        });
        return events;
    }

    static List<String> selected(String verb, ServiceAction request) {
        return verb.equals("scale") ? List.copyOf(request.scale().keySet()) : request.services();
    }

    /** Scale and create are ups of the stack as it is stored: no builds, and no recreation where only the number changes. */
    static ApplyOptions scaled(ServiceAction request, boolean create) {
        return new ApplyOptions(
                false,
                true,
                "",
                false,
                false,
                !create,
                request.noDeps(),
                create,
                request.removeOrphans(),
                false,
                false,
                request.scale(),
                false,
                null,
                request.timeout(),
                false,
                List.of());
    }
}
