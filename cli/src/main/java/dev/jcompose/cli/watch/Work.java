package dev.jcompose.cli.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a batch asks for, in the order in which it is done: services to build and make anew, files to bring, services to
 * restart, commands to run.
 *
 * @param execs rules of {@code sync+exec}, each once however much changed below its path
 */
record Work(
        NavigableSet<String> rebuilds,
        NavigableMap<String, Syncs> syncs,
        NavigableSet<String> restarts,
        List<Rule> execs) {

    static Work of(Batch batch, List<Rule> rules) {
        Work work = new Work(new TreeSet<>(), new TreeMap<>(), new TreeSet<>(), new ArrayList<>());
        for (Rule rule : rules) {
            Syncs syncs = new Syncs();
            batch.gone().forEach((path, seen) -> {
                if (rule.takes(path, seen)) {
                    syncs.gone().add(rule.there(path));
                }
            });
            batch.changed().forEach((path, seen) -> {
                if (rule.takes(path, seen) && seen.kind() != Seen.Kind.OTHER) {
                    syncs.copies().put(rule.there(path), path);
                }
            });
            if (!syncs.isEmpty()) {
                work.add(rule, syncs);
            }
        }
        return work;
    }

    private void add(Rule rule, Syncs changes) {
        if (rule.syncs()) {
            syncs.merge(rule.service(), changes, (earlier, later) -> later.after(earlier));
        }
        switch (rule.action()) {
            case "rebuild" -> rebuilds.add(rule.service());
            case "restart", "sync+restart" -> restarts.add(rule.service());
            case "sync+exec" -> execs.add(rule);
            default -> {} // sync alone
        }
    }

    boolean isEmpty() {
        return rebuilds.isEmpty() && syncs.isEmpty() && restarts.isEmpty() && execs.isEmpty();
    }
}
