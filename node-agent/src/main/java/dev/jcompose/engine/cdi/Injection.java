package dev.jcompose.engine.cdi;

import java.util.List;

/**
 * What the devices that a container asks for want of it.
 *
 * @param edits in the order to be made
 * @param warnings of files that could not be read, and whose devices are therefore not there
 */
public record Injection(List<ContainerEdits> edits, List<String> warnings) {
    public static final Injection NONE = new Injection(List.of(), List.of());
}
