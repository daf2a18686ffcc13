package dev.jcompose.engine.container;

import dev.jcompose.engine.event.Events;
import java.util.HashMap;
import java.util.Map;

/** What happens to containers, told as Docker tells it. */
final class ContainerEvents {
    private final Events events;

    ContainerEvents(Events events) {
        this.events = events;
    }

    void publish(Container container, String action) {
        publish(container, action, Map.of());
    }

    void died(Container container) {
        var state = container.state();
        long ran = state.ran().toSeconds();
        publish(
                container,
                "die",
                Map.of("exitCode", Integer.toString(state.exitCode()), "execDuration", Long.toString(ran)));
    }

    void killed(Container container, int signal) {
        publish(container, "kill", Map.of("signal", Integer.toString(signal)));
    }

    void renamed(Container container, String before) {
        publish(container, "rename", Map.of("oldName", "/" + before));
    }

    void pruned(long bytes) {
        events.publish("container", "prune", "", Map.of("reclaimed", Long.toString(bytes)));
    }

    void publish(Container container, String action, Map<String, String> more) {
        ContainerRecord record = container.record();
        Map<String, String> attributes = new HashMap<>(record.config().labels());
        attributes.put("image", record.config().image());
        attributes.put("name", record.name());
        attributes.putAll(more);
        events.publish("container", action, record.id(), attributes);
    }
}
