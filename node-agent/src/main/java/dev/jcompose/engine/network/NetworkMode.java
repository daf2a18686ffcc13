package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;

/** Where a container's network namespace comes from. */
sealed interface NetworkMode {
    /** One of its own, on this network and perhaps others. */
    record Bridged(String network) implements NetworkMode {}

    /** The host's. */
    record Host() implements NetworkMode {}

    /** One of its own with nothing in it. */
    record None() implements NetworkMode {}

    /** That of another container. */
    record Other(String container) implements NetworkMode {}

    static NetworkMode of(CreateContainer request) {
        var mode = request.hostConfig().namespaces().networkMode();
        if (request.config().identity().networkDisabled() || mode.equals("none")) {
            return new None();
        }
        if (mode.equals("host")) {
            return new Host();
        }
        if (mode.startsWith("container:")) {
            return new Other(mode.substring("container:".length()));
        }
        if (!mode.isEmpty() && !mode.equals("default")) {
            return new Bridged(mode);
        }
        var asked = request.networkingConfig().endpointsConfig();
        // The docker command asks for an endpoint on "default" where its user named no network.
        boolean named = asked.size() == 1 && !asked.containsKey("default");
        return new Bridged(named ? asked.keySet().iterator().next() : NetworkRecord.DEFAULT);
    }
}
