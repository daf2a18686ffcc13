package dev.jcompose.agent;

import dev.jcompose.engine.network.Networks;
import dev.jcompose.scheduler.protocol.Assignment;

/** Networks of stacks. */
final class NetworkWork {

    private final Networks networks;

    NetworkWork(Networks networks) {
        this.networks = networks;
    }

    void reach(Assignment.Network network) {
        String name = network.spec().name();
        boolean there = networks.list().stream().anyMatch(other -> other.name().equals(name));
        if (network.present() && !there) {
            networks.create(network.spec());
        } else if (!network.present() && there) {
            networks.remove(name);
        }
    }
}
