package dev.jcompose.scheduler.desired;

import dev.jcompose.api.network.CreateNetwork;

/**
 * A network of a stack.
 *
 * @param external made by somebody else: it must be there, and it stays
 */
public record NetworkSpec(String key, CreateNetwork create, boolean external) {
    public String name() {
        return create.name();
    }
}
