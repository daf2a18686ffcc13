package dev.jcompose.engine.network;

import dev.jcompose.engine.event.Events;
import java.util.HashMap;
import java.util.Map;

/** What happens to networks, told as Docker tells it. */
final class NetworkEvents {
    private static final String TYPE = "network";

    private final Events events;

    NetworkEvents(Events events) {
        this.events = events;
    }

    void publish(NetworkRecord network, String action) {
        publish(network, action, Map.of());
    }

    void publish(NetworkRecord network, String action, String container) {
        publish(network, action, Map.of("container", container));
    }

    private void publish(NetworkRecord network, String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("name", network.name());
        attributes.put("type", network.driver());
        events.publish(TYPE, action, network.id(), attributes);
    }

    /** Networks take no room that could be told. */
    void pruned() {
        events.publish(TYPE, "prune", "", Map.of("reclaimed", "0"));
    }
}
