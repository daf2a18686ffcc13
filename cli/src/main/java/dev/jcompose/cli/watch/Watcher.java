package dev.jcompose.cli.watch;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.output.StackProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Watches what the services' {@code develop.watch} names and does what it says. Opened before the containers are there, so
 * that nothing that changes meanwhile is missed; one thread runs it until it is interrupted.
 */
public final class Watcher implements AutoCloseable {
    private static final int MANY = 1000;

    private final List<Rule> rules;
    private final Folders folders;
    private final Sight sight = new Sight();
    private final Map<String, Syncs> pending = new TreeMap<>();

    /** How a watcher goes about it. {@code prune}: images that a rebuild has left without a name are removed. */
    public record Manner(boolean quiet, boolean prune) {}

    private Watcher(List<Rule> rules) {
        this.rules = rules;
        Set<Path> roots = rules.stream().map(Rule::path).collect(Collectors.toSet());
        folders = new Folders(
                roots,
                path -> rules.stream()
                        .filter(rule -> path.startsWith(rule.path()))
                        .allMatch(rule -> rule.leavesOut(path)));
        try {
            sight.take(folders.first());
        } catch (EngineException e) {
            folders.close();
            throw e;
        }
    }

    /**
     * From now on the files are watched.
     *
     * @param services whose rules count
     * @param warnings takes what cannot or need not be watched
     * @throws EngineException INVALID where no rule counts or one cannot be carried out, UNAVAILABLE where the kernel's
     *     limits are reached
     */
    public static Watcher open(Project project, Collection<String> services, Consumer<String> warnings) {
        Watcher watcher = new Watcher(Rules.of(project.model(), List.copyOf(services), warnings));
        watcher.folders.unreadable().forEach(path -> warnings.accept(path + " cannot be read by you: not watched"));
        return watcher;
    }

    /**
     * Brings the containers to what is there, then to each change of it, until the thread is interrupted.
     *
     * @throws EngineException UNAVAILABLE where no more folders can be watched; a change that cannot be carried out is told
     *     and comes again with the next one
     */
    public void run(Project project, Stack stack, WatchLog log, Manner manner) throws InterruptedException {
        Rebuild rebuild = new Rebuild(project, stack, log, manner.quiet(), manner.prune());
        carryOut(beginning(service -> true), rebuild);
        log.say("Watch enabled");
        while (true) {
            Set<Path> before = new HashSet<>(folders.unreadable());
            Batch batch = sight.take(folders.next());
            folders.unreadable().stream()
                    .filter(path -> !before.contains(path))
                    .forEach(path -> log.complain(path + " cannot be read by you: not watched"));
            carryOut(Work.of(batch, rules), rebuild);
        }
    }

    /** What new containers of the services are brought before anything changes. */
    private Work beginning(Predicate<String> services) {
        List<Rule> initial = rules.stream()
                .filter(rule -> rule.initialSync() && rule.syncs() && services.test(rule.service()))
                .toList();
        Work work = Work.of(new Batch(sight.known(), Map.of()), initial);
        work.restarts().clear();
        work.execs().clear();
        return work;
    }

    private void carryOut(Work work, Rebuild rebuild) throws InterruptedException {
        if (work.isEmpty()) {
            return;
        }
        await(work);
        WatchLog log = rebuild.log();
        try {
            if (!work.rebuilds().isEmpty()) {
                rebuild.run(List.copyOf(work.rebuilds()));
                await(beginning(work.rebuilds()::contains));
            }
            bring(rebuild.stack(), log);
            if (!work.restarts().isEmpty()) {
                restart(rebuild.stack(), List.copyOf(work.restarts()));
                log.say("service(s) " + quoted(work.restarts()) + " restarted");
            }
            Replicas replicas = new Replicas(rebuild.stack(), log::line);
            work.execs().forEach(replicas::exec);
        } catch (EngineException | IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.complain("Error handling changed files: "
                    + rebuild.stack().at().positions().place(String.valueOf(e.getMessage())));
        }
    }

    private void await(Work work) {
        work.syncs().forEach((service, syncs) -> pending.merge(service, syncs, (old, later) -> later.after(old)));
    }

    private void bring(Stack stack, WatchLog log) throws IOException {
        for (String service : List.copyOf(pending.keySet())) {
            Syncs syncs = pending.getOrDefault(service, new Syncs());
            if (syncs.size() > MANY) {
                log.say("Large batch of file changes detected. If you just switched branches, this is expected.");
            }
            log.say("Syncing service \"" + service + "\" after " + syncs.size() + " changes were detected");
            new Replicas(stack, log::complain).bring(service, syncs);
            pending.remove(service);
        }
    }

    private static void restart(Stack stack, List<String> services) throws IOException {
        var action = new ServiceAction(services, null, "", false, false, false, false, Map.of());
        var outcome = stack.follow(
                "restart",
                action,
                StackProgress.lines("quiet", stack.at().err(), stack.at().err()));
        if (!outcome.ok()) {
            throw EngineException.unavailable("restarting " + quoted(services) + ": " + outcome.message(), null);
        }
    }

    /** As Go prints a list of texts, which Compose's messages are known by. */
    static String quoted(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(" ", "[", "]"));
    }

    @Override
    public void close() {
        folders.close();
    }
}
