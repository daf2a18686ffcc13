package dev.jcompose.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.output.StackProgress;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Builds services and makes their containers anew, theirs alone.
 *
 * @param quiet leave out what the build says
 * @param prune remove the images that the new ones have taken the name of
 */
record Rebuild(Project project, Stack stack, WatchLog log, boolean quiet, boolean prune) {
    private static final ApplyOptions ANEW = new ApplyOptions(
            true, false, "", true, false, false, true, false, false, false, false, Map.of(), false, null, null, false,
            List.of());

    void run(List<String> services) throws IOException {
        log.say("Rebuilding service(s) " + Watcher.quoted(services) + " after changes were detected...");
        Shown shown = new Shown(services);
        StackEvent.Outcome outcome =
                stack.follow("apply", new Application(project, stack, services, ANEW).readyWithoutProviders(), shown);
        if (!outcome.ok()) {
            throw EngineException.unavailable("Rebuilding failed. Error: " + outcome.message(), null);
        }
        if (!shown.recreated) {
            log.say("service(s) " + Watcher.quoted(services) + ": the image is as before, so the containers stay");
        }
        if (prune) {
            pruneOld();
        }
    }

    private void pruneOld() {
        String filters = "{\"dangling\":[\"true\"],\"label\":[\"com.docker.compose.project=" + project.name() + "\"]}";
        JsonNode images = stack.client().get(new Target("/images/json").query("filters", filters), JsonNode.class);
        for (JsonNode image : images) {
            try {
                stack.client()
                        .run(Call.delete(
                                Target.of("/images/{}", image.path("Id").asText())));
            } catch (EngineException e) {
                // A container that still uses it keeps it.
                if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private final class Shown implements StackProgress {
        private final List<String> services;
        private boolean recreated;

        Shown(List<String> services) {
            this.services = services;
        }

        @Override
        public void show(StackEvent event) {
            StackEvent.Progress step = event.step();
            if (event.type().equals("warning")) {
                log.complain("warning: " + event.message());
            } else if (step != null && step.phase().equals("progress")) {
                if (!quiet && step.part().isEmpty() && !step.message().isBlank()) {
                    log.say(step.message().stripTrailing());
                }
            } else if (step != null
                    && step.action().equals("build")
                    && step.phase().equals("done")) {
                log.say(
                        services.size() == 1
                                ? "service(s) " + Watcher.quoted(services) + " successfully built"
                                : step.name() + " successfully built");
            } else if (step != null
                    && step.object().equals("container")
                    && step.action().equals("start")
                    && step.phase().equals("done")) {
                recreated = true;
                log.say(StackProgress.subject(step) + " recreated and started");
            }
        }

        @Override
        public void close() {}
    }
}
