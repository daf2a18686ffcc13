package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.cli.output.StackProgress;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stack that a command is about, at the daemon that has it.
 *
 * @param project its stack files, where they were needed for its name
 */
public record Stack(String name, @Nullable Project project, EngineClient client, Invocation at) {

    /** By {@code -p} or COMPOSE_PROJECT_NAME alone, from anywhere; else by the stack file. */
    public static Stack of(Invocation at) {
        String named = Project.namedBy(at);
        return named == null ? of(Project.load(at), at) : of(named, at);
    }

    /** Whatever the stack files here say. */
    public static Stack of(String name, Invocation at) {
        return new Stack(name, null, Daemon.connect(at), at);
    }

    public static Stack of(Project project, Invocation at) {
        return new Stack(project.name(), project, Daemon.connect(at), at);
    }

    /**
     * Those of its {@link Project}, where the command line does not name it without its files; else the caller's alone, and its
     * name.
     */
    public Map<String, String> variables() {
        Project files = files();
        Map<String, String> variables = new HashMap<>(files == null ? at.env() : files.variables());
        variables.put(Project.NAME_VARIABLE, name);
        return variables;
    }

    /** The same with its stack files, loaded once for all that is asked of them; without, where none go with the name. */
    public Stack withFiles() {
        return new Stack(name, files(), client, at);
    }

    /** Where an action ({@code apply}, {@code plan}, {@code down}, ...) is asked for; empty for the stack itself. */
    public Target target(String action) {
        Target stack = Target.of("/jcompose/v1/stacks/{}", name);
        return action.isEmpty() ? stack : new Target(stack.text() + "/" + action);
    }

    /** What the daemon knows of it. Throws NOT_FOUND where it has no such stack. */
    public StackDetail detail() {
        StackDetail known = known();
        if (known == null) {
            throw EngineException.notFound("nothing of project \"" + name
                    + "\" is up: `jcompose up -d` starts it, `jcompose ls` lists what is up");
        }
        return known;
    }

    /** What stands before a container's lines: {@code web-1}, or its name where the stack file or {@code run} gave it one. */
    public String label(String container, String service, String number) {
        String known = service + "-" + number;
        return container.equals(name + "-" + known) ? known : container;
    }

    public String label(StackContainer container) {
        return label(container.name(), container.service(), String.valueOf(container.number()));
    }

    /** As {@link #detail}; null where the daemon has no such stack. */
    public @Nullable StackDetail known() {
        try {
            return client.get(target(""), StackDetail.class);
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    /** The folder that it was applied from; empty where the daemon has no container of such a stack. */
    String folder() {
        StackDetail known = known();
        return known == null || known.containers().isEmpty()
                ? ""
                : known.origin().workingDir();
    }

    /**
     * Its containers of these services, or of all, without one-offs, in the order of their names, as Compose has it.
     *
     * @throws EngineException NOT_FOUND for a service that the stack does not have
     */
    public List<StackContainer> containers(List<String> services) {
        return chosen(detail(), services);
    }

    /**
     * Whether a command without names is about a service: as in Compose, where the stack files here have it and profiles enable
     * it; about every one where only the stack's name is given.
     */
    public Predicate<String> meant() {
        List<String> enabled = enabled();
        return service -> enabled == null || enabled.contains(service);
    }

    /** Services of the stack files here that no profile enables; none where a command is by name alone. */
    public List<String> disabled() {
        Project files = files();
        return files == null ? List.of() : files.disabled();
    }

    private @Nullable Project files() {
        return project == null ? Project.loadIfAny(at) : project;
    }

    private @Nullable List<String> enabled() {
        Project files = files();
        return files == null ? null : files.services();
    }

    /** The named services, else those that the daemon knows and that are {@link #meant}. */
    public List<String> concerned(StackDetail detail, List<String> named) {
        return named.isEmpty() ? known(detail).stream().filter(meant()).toList() : named;
    }

    private static TreeSet<String> known(StackDetail detail) {
        TreeSet<String> known = new TreeSet<>();
        detail.project().path("services").fieldNames().forEachRemaining(known::add);
        detail.containers().forEach(c -> known.add(c.service()));
        return known;
    }

    private List<StackContainer> chosen(StackDetail detail, List<String> services) {
        return members(detail, services).stream().filter(c -> !c.oneOff()).toList();
    }

    /** As {@link #containers}, one-offs too, of a detail that is at hand. */
    public List<StackContainer> members(StackDetail detail, List<String> services) {
        Set<String> known = known(detail);
        for (String service : services) {
            if (!known.contains(service)) {
                throw EngineException.notFound(
                        "no such service: " + service + ". " + name + " has " + String.join(", ", known));
            }
        }
        return detail.containers().stream()
                .filter(c -> services.isEmpty() || services.contains(c.service()))
                .filter(c -> !c.id().isEmpty())
                .sorted(Comparator.comparing(StackContainer::name))
                .toList();
    }

    /**
     * The one replica that {@code cp} and the like mean.
     *
     * @param index its number; 0 for the first
     */
    public StackContainer container(String service, int index) {
        return first(containers(List.of(service)), service, index);
    }

    /** As {@link #container}; where no replica runs, the newest one-off of {@code run} that does. */
    public StackContainer containerOrOneOff(String service, int index) {
        return first(members(detail(), List.of(service)), service, index);
    }

    private static StackContainer first(List<StackContainer> all, String service, int index) {
        return all.stream()
                .filter(c -> index == 0 || c.number() == index)
                .min(Comparator.comparing((StackContainer c) -> !c.hasProcesses())
                        .thenComparing(StackContainer::oneOff)
                        .thenComparingInt(StackContainer::number)
                        .thenComparing(Comparator.comparingLong(StackContainer::created)
                                .reversed()))
                .orElseThrow(() -> EngineException.notFound(
                        index == 0
                                ? "service \"" + service + "\" is not running: it has no container"
                                : "service \"" + service + "\" is not running container #" + index));
    }

    /** As {@link #containerOrOneOff}, for what only a container with processes can answer. */
    public StackContainer running(String service, int index) {
        StackContainer container = containerOrOneOff(service, index);
        if (!container.hasProcesses()) {
            throw EngineException.conflict("service \"" + service + "\" is not running: container " + container.name()
                    + " is " + container.state() + "; `start " + service + "` starts it");
        }
        return container;
    }

    /** As {@link #detail}, for commands that have nothing to do where nothing is up: that is said, and null. */
    public @Nullable StackDetail detailOrNothing(List<String> services) {
        StackDetail known = known();
        if (known == null) {
            sayNothingIsUp(services);
        }
        return known;
    }

    /** As {@link #containers}; none, and that is said, where nothing is up. */
    public List<StackContainer> containersIfAny(List<String> services) {
        StackDetail known = detailOrNothing(services);
        return known == null ? List.of() : chosen(known, services);
    }

    /** As {@link #carryOut(String, Object)}, for what is done to the containers of the services that are {@link #concerned}. */
    public int carryOutIfAny(String action, ServiceAction body) throws IOException {
        return carryOutIfAny(action, body, known());
    }

    /** As the other, of a detail that is at hand. */
    public int carryOutIfAny(String action, ServiceAction body, @Nullable StackDetail detail) throws IOException {
        List<String> services = detail == null ? List.of() : concerned(detail, body.services());
        if (services.isEmpty()) {
            sayNothingIsUp(body.services());
            return 0;
        }
        return carryOut(action, body.about(services));
    }

    /** Scripts stop and remove before the first up. A name that is wrong is to be seen all the same. */
    private void sayNothingIsUp(List<String> services) {
        if (!services.isEmpty() && !Project.isByNameAlone(at)) {
            Project project = Project.load(at, services);
            services.forEach(project::service);
        }
        at.err().println("Warning: nothing of project \"" + name + "\" is up");
    }

    /** As {@link #follow(String, Object, StackProgress)}, but where the daemon asks, so does this: a yes sends it again. */
    public StackEvent.Outcome follow(StackRequest request, StackProgress progress) throws IOException {
        StackEvent.Outcome outcome = follow("apply", request, progress);
        boolean asks =
                !outcome.ok() && !outcome.question().isEmpty() && at.terminal().in();
        return asks && Question.agreed(at, at.positions().place(outcome.question()))
                ? follow("apply", request.agreed(), progress)
                : outcome;
    }

    /** Sends a body to an action, shows its events and gives the outcome. */
    public StackEvent.Outcome follow(String action, Object body, StackProgress progress) throws IOException {
        try (progress;
                var reply = client.open(Call.post(bounded(action), body));
                var events = reply.values(StackEvent.class)) {
            StackEvent.Outcome outcome = null;
            while (outcome == null && events.hasNextValue()) {
                StackEvent event = events.nextValue();
                progress.show(
                        event.type().equals("warning")
                                ? StackEvent.warning(at.positions().place(event.message()))
                                : event);
                outcome = event.outcome() != null ? event.outcome() : outcome;
            }
            if (outcome == null) {
                throw EngineException.unavailable(
                        "The daemon went away before it said how " + action
                                + " ended. `jcompose ps` shows what is there;" + " the same command again goes on.",
                        null);
            }
            return outcome;
        }
    }

    private Target bounded(String action) {
        int parallel = at.globals().parallel();
        return parallel > 0 ? target(action).query("parallel", parallel) : target(action);
    }

    /** What an action would do. */
    public PlanView planned(String action, Object body) {
        return client.post(target(action).query("dryRun", true), body, PlanView.class);
    }

    /** What an action would do, with further steps that are the command's own; 0. */
    public int printPlan(String action, Object body, String... more) {
        PlanView plan = planned(action, body);
        StringBuilder text = new StringBuilder(plan.text());
        int number = plan.steps().size();
        for (String step : more) {
            text.append(++number).append(". ").append(step).append('\n');
        }
        at.out().print(text.isEmpty() ? "nothing to do\n" : text);
        plan.notices()
                .forEach(notice -> at.err().println("notice: " + at.positions().place(notice)));
        return 0;
    }

    /** As {@link #follow}, for commands that do nothing afterwards: the exit code. With --dry-run prints the steps instead. */
    public int carryOut(String action, Object body) throws IOException {
        return carryOut(action, body, at.globals().progress(), Set.of());
    }

    /** @param mode how progress is shown: a value of --progress */
    public int carryOut(String action, Object body, String mode) throws IOException {
        return carryOut(action, body, mode, Set.of());
    }

    /** @param quiet actions of which only beginning and end are shown */
    public int carryOut(String action, Object body, Set<String> quiet) throws IOException {
        return carryOut(action, body, at.globals().progress(), quiet);
    }

    private int carryOut(String action, Object body, String mode, Set<String> quiet) throws IOException {
        if (at.globals().dryRun()) {
            return printPlan(action, body);
        }
        StackProgress progress = new StackProgress.Quiet(at.progress(mode), quiet);
        StackEvent.Outcome outcome = body instanceof StackRequest request && action.equals("apply")
                ? follow(request, progress)
                : follow(action, body, progress);
        if (!outcome.ok()) {
            at.err().println(at.positions().place(outcome.message()));
        }
        return outcome.ok() ? 0 : 1;
    }
}
