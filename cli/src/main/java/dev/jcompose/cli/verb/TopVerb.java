package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.Top;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.AtOnce;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Table;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code top}: the processes of each container. */
public final class TopVerb implements Verb {
    @Override
    public String summary() {
        return "Display the running processes";
    }

    @Override
    public String usage() {
        return "[SERVICES...]";
    }

    @Override
    public void options(Options options) {}

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        List<StackContainer> running = stack.containersIfAny(given.words()).stream()
                .filter(StackContainer::isAlive)
                .toList();
        List<Top> tops = AtOnce.map(
                running, container -> stack.client().get(Target.of("/containers/{}/top", container.id()), Top.class));
        // Containers may answer with other columns; what runs stands at the right.
        Set<String> titles = new LinkedHashSet<>(List.of("SERVICE", "#"));
        tops.forEach(top -> titles.addAll(top.titles()));
        if (titles.remove("CMD")) {
            titles.add("CMD");
        }
        Table table = Table.dense(List.copyOf(titles));
        for (int i = 0; i < running.size(); i++) {
            for (List<String> process : tops.get(i).processes()) {
                Map<String, String> cells = new HashMap<>();
                cells.put("SERVICE", running.get(i).service());
                cells.put("#", String.valueOf(running.get(i).number()));
                for (int column = 0; column < process.size(); column++) {
                    cells.put(tops.get(i).titles().get(column), process.get(column));
                }
                table.row(titles.stream()
                        .map(title -> cells.getOrDefault(title, "-"))
                        .toList());
            }
        }
        if (!running.isEmpty()) {
            table.print(at.out());
        }
        return 0;
    }
}
