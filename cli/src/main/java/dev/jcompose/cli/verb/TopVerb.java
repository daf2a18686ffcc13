package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.Top;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

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
        @org.jspecify.annotations.Nullable Table table = null;
        for (StackContainer container : stack.containers(given.words())) {
            if (!container.state().equals("running")) {
                continue;
            }
            Top top = stack.client().get(Target.of("/containers/{}/top", container.id()), Top.class);
            if (table == null) {
                table = new Table(row(List.of("SERVICE", "#"), top.titles()));
            }
            for (List<String> process : top.processes()) {
                table.row(row(List.of(container.service(), String.valueOf(container.number())), process));
            }
        }
        if (table != null) {
            table.print(at.out());
        }
        return 0;
    }

    private static String[] row(List<String> head, List<String> rest) {
        List<String> cells = new ArrayList<>(head);
        cells.addAll(rest);
        return cells.toArray(String[]::new);
    }
}
