package dev.jcompose.scheduler.manager;

import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.api.stack.StackSummary;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Task;
import dev.jcompose.scheduler.reconcile.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stacks as they are shown. */
record StackViews(Operations operations, StackTable table) {

    List<StackSummary> list() {
        List<StackSummary> all = new ArrayList<>();
        for (StackRecord stack : table.all()) {
            Map<String, Integer> states = new TreeMap<>();
            containers(stack).forEach(container -> states.merge(container.state(), 1, Integer::sum));
            String status = states.entrySet().stream()
                    .map(state -> state.getKey() + "(" + state.getValue() + ")")
                    .collect(Collectors.joining(", "));
            all.add(new StackSummary(stack.name(), status, stack.origin()));
        }
        return all;
    }

    StackDetail detail(String name, String activity) {
        StackRecord stack = table.get(name);
        Situation at = operations.situation(operations.spec(stack));
        return new StackDetail(
                name,
                stack.origin(),
                stack.project(),
                activity,
                containers(at),
                List.copyOf(at.seen().networks().keySet()),
                List.copyOf(at.seen().volumes().keySet()));
    }

    private List<StackContainer> containers(StackRecord stack) {
        return containers(operations.situation(operations.spec(stack)));
    }

    private static List<StackContainer> containers(Situation at) {
        return at.assigned().stream()
                .sorted(Comparator.comparing(Task::name))
                .map(task -> container(task, at.seen().containers().get(task.id())))
                .toList();
    }

    private static StackContainer container(Task task, @Nullable ContainerStatus seen) {
        return new StackContainer(
                seen == null ? "" : seen.id(),
                task.name(),
                task.id(),
                task.serviceName(),
                task.oneOff() ? 0 : task.number(),
                task.oneOff(),
                seen == null ? "missing" : seen.state(),
                seen == null ? "removed by hand" : seen.status(),
                seen == null ? "" : seen.health(),
                seen == null ? 0 : seen.exitCode(),
                task.container().config().image(),
                seen == null ? "" : seen.imageId(),
                seen == null ? "" : seen.command(),
                seen == null ? 0 : seen.created(),
                seen == null
                        ? List.of()
                        : seen.ports().stream()
                                .map(port -> new StackContainer.Port(
                                        port.ip(), port.publicPort(), port.privatePort(), port.type()))
                                .sorted(StackContainer.Port.ORDER)
                                .toList());
    }
}
