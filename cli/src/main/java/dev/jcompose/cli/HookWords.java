package dev.jcompose.cli;

import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.cli.output.MergedLog;
import dev.jcompose.cli.output.StackProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Has what hooks in containers say in the log, under the container's name with an arrow, and the rest shown as it was. */
final class HookWords implements StackProgress {
    private final Stack stack;
    private final MergedLog log;
    private final Predicate<String> services;
    private final StackProgress rest;
    /** Step of the plan → its service. */
    private final Map<String, String> serviceOf = new HashMap<>();

    private final Map<String, OutputStream> sinks = new HashMap<>();

    /** @param services which of them are in the log */
    HookWords(Stack stack, MergedLog log, Predicate<String> services, StackProgress rest) {
        this.stack = stack;
        this.log = log;
        this.services = services;
        this.rest = rest;
    }

    @Override
    public void show(StackEvent event) {
        if (event.plan() != null) {
            for (PlanView.Step step : event.plan().steps()) {
                serviceOf.put(step.id(), step.service());
            }
        }
        StackEvent.Progress step = event.step();
        if (step == null || !step.byHook()) {
            rest.show(event);
            return;
        }
        String service = serviceOf.getOrDefault(step.id(), "");
        if (services.test(service)) {
            try {
                sinks.computeIfAbsent(step.name(), name -> log.sink(label(name, service)))
                        .write(step.message().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String label(String container, String service) {
        return stack.label(container, service, container.substring(container.lastIndexOf('-') + 1)) + " ->";
    }

    @Override
    public void close() {
        try {
            for (OutputStream sink : sinks.values()) {
                sink.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            rest.close();
        }
    }
}
