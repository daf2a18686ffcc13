package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.scheduler.desired.Dependency;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.Task;
import dev.jcompose.scheduler.reconcile.Action.Await.Condition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The plans for everything that can be asked of a stack. */
public final class Reconcile {

    private Reconcile() {}

    /**
     * Brings the services, and what they depend on, to what the stack wants.
     *
     * @param apply names the request, so that a forced recreate that was cut off does not begin anew
     * @param fresh references of images that the request has pulled or built already
     * @param ids gives a new task its id
     */
    public static Plan up(
            Situation at,
            List<String> services,
            ApplyOptions options,
            String apply,
            Set<String> fresh,
            Supplier<String> ids) {
        return new UpPlan(at, services, options, apply, fresh, ids).plan();
    }

    /**
     * Brings services back to the containers that they had before a request.
     *
     * @param apply names the request
     */
    public static Plan rollback(Situation at, Set<String> services, String apply, @Nullable Integer timeout) {
        return new RollbackPlan(at, services, apply, timeout).plan();
    }

    public static Plan down(Situation at, DownRequest request) {
        return new DownPlan(at, request).plan();
    }

    /**
     * What a start of the daemon brings back: what its restart policy says, and not what its user stopped.
     *
     * @param stopped services that stay down whatever their policy says
     */
    public static Plan boot(Situation at, Set<String> stopped) {
        Selection all = Selection.of(at.spec(), List.of(), true);
        return new ServicePlan(at, "the daemon has started")
                .start(
                        all,
                        member -> member.comesBackWithTheDaemon()
                                && !at.isSuperseded(member)
                                && !stopped.contains(member.task().serviceName()));
    }

    /**
     * Makes a container for one command, not started, with the image, networks and volumes it needs.
     *
     * @param alone whether no plan of dependencies goes before it, which would have removed the orphans
     */
    public static Plan oneOff(Situation at, Task task, ApplyOptions options, boolean alone) {
        ServiceSpec service = at.spec().services().get(task.serviceName());
        if (service == null) {
            throw EngineException.notFound("no such service: " + task.serviceName());
        }
        PlanBuilder plan = new PlanBuilder();
        if (alone && options.removeOrphans()) {
            Orphans.of(at, options, plan);
        }
        List<ServiceSpec> services = List.of(service.scaled(1));
        List<String> images = new Images(at, options, plan, Set.of()).steps(services);
        Set<String> after = new TreeSet<>(images);
        Surroundings surroundings = new Surroundings(at, plan);
        surroundings.create(services, images, false, options.timeout());
        after.addAll(surroundings.of(service));
        Set<String> tolerated = new TreeSet<>();
        if (!options.noDeps()) {
            service.dependencies().forEach(on -> (on.required() ? after : tolerated).addAll(waits(at, on, plan)));
        }
        plan.add(
                PlanBuilder.create(task, ""),
                service.name(),
                Cause.of("run"),
                after,
                tolerated,
                List.of(PlanBuilder.remove(task, true)));
        return plan.build(at.spec().name(), false);
    }

    /** The steps that wait until a dependency that runs, or has run, is what a one-off needs of it. */
    private static Set<String> waits(Situation at, Dependency on, PlanBuilder plan) {
        Set<String> waits = new TreeSet<>();
        for (Member member : at.replicas(on.service())) {
            @Nullable
            Condition condition = switch (on.condition()) {
                case STARTED -> null;
                case HEALTHY -> member.healthy() ? null : Condition.HEALTHY;
                case COMPLETED -> member.completed() ? null : Condition.COMPLETED;
            };
            if (condition != null && member.exists()) {
                waits.add(plan.add(
                        new Action.Await(member.task(), condition),
                        on.service(),
                        Cause.of("run waits for it"),
                        List.of()));
            }
        }
        return waits;
    }

    /** Builds the images of services, and those of others that they are built from. Nothing else changes. */
    public static Plan build(Situation at, ImagesRequest request) {
        Situation changed = new Situation(
                at.spec().with(service -> Reconcile.changed(service, request)),
                at.assigned(),
                at.networks(),
                at.volumes(),
                at.seen());
        PlanBuilder plan = new PlanBuilder();
        new Images(changed, request.stack().options(), plan, Set.of()).builds(selected(changed, request));
        return plan.build(at.spec().name(), false);
    }

    private static ServiceSpec changed(ServiceSpec service, ImagesRequest request) {
        BuildRequest build = service.image().build();
        if (build == null) {
            return service;
        }
        var options = build.options();
        return service.with(service.image()
                .with(build.with(
                        request.args(),
                        request.memory(),
                        new BuildRequest.Options(
                                options.noCache() || request.noCache(),
                                options.noCacheFilter(),
                                options.pull() || request.pull(),
                                options.quiet(),
                                request.check(),
                                options.shmSize()))));
    }

    /** Pulls the images of services. */
    public static Plan pull(Situation at, ImagesRequest request) {
        PlanBuilder plan = new PlanBuilder();
        new Images(at, request.stack().options(), plan, Set.of())
                .pulls(selected(at, request), request.ignoreBuildable());
        return plan.build(at.spec().name(), false);
    }

    private static List<ServiceSpec> selected(Situation at, ImagesRequest request) {
        StackRequest stack = request.stack();
        return Selection.of(at.spec(), stack.services(), !stack.options().noDeps())
                .inOrder();
    }

    /**
     * What can be asked of containers that are there.
     *
     * @param verb {@code start}, {@code stop}, {@code restart}, {@code kill}, {@code pause}, {@code unpause} or {@code rm}
     */
    public static Plan action(Situation at, String verb, ServiceAction request) {
        Selection selection = Selection.of(at, request.services(), verb.equals("start") && !request.noDeps());
        ServicePlan plan = new ServicePlan(at, "asked for");
        return switch (verb) {
            case "start" -> {
                PreStartSteps.refuse(at, selection, verb, member -> !member.alive());
                yield plan.start(selection, member -> !member.alive() && !at.isSuperseded(member));
            }
            case "stop" -> plan.stop(selection, request);
            case "restart" -> {
                PreStartSteps.refuse(at, selection, verb, Member::neverStarted);
                yield plan.restart(selection, request);
            }
            case "kill" ->
                plan.without(request.removeOrphans() ? at.orphans(request.disabled()) : List.of())
                        .eachWithOneOffs(
                                selection,
                                "kill",
                                Member::alive,
                                new Goal.Signalled(request.signal().isEmpty() ? "SIGKILL" : request.signal()));
            case "pause" -> plan.each(selection, "pause", Member::running, new Goal.Paused());
            case "unpause" ->
                plan.each(selection, "unpause", member -> member.alive() && !member.running(), new Goal.Running());
            case "rm" -> plan.remove(selection, request);
            default -> throw EngineException.invalid("no such action on a stack: " + verb);
        };
    }
}
