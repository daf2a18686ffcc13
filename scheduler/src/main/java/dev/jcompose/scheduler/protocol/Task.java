package dev.jcompose.scheduler.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.scheduler.desired.ComposeLabel;
import java.util.List;

/**
 * One container that a stack wants; its id is the owner of the container in the engine.
 *
 * @param number 1 and up among the replicas of the service; one-offs count apart
 * @param name of the container
 * @param apply the request that made it: a forced recreate passes over what the same request made
 * @param postStart run in the container after each start that was asked for; {@code preStop} before each such stop
 * @param service the resolved service it was made from, which the next plan is compared with
 */
public record Task(
        String id,
        String stack,
        String serviceName,
        int number,
        boolean oneOff,
        String name,
        String apply,
        JsonNode service,
        CreateContainer container,
        List<InjectedFile> files,
        List<Hook> postStart,
        List<Hook> preStop) {

    /** Whether it is a {@code pre_start} of its service. */
    public boolean hook() {
        return container.config().labels().containsKey(ComposeLabel.HOOK);
    }

    public Task named(String other) {
        return new Task(
                id, stack, serviceName, number, oneOff, other, apply, service, container, files, postStart, preStop);
    }
}
