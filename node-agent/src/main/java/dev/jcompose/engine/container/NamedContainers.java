package dev.jcompose.engine.container;

import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.function.Function;

/** Other containers that the wish for one names: for their network, volumes and the like. */
record NamedContainers(Function<String, Container> table) {

    /** NOT_FOUND for a mode that shares a namespace of nobody. */
    void check(Namespaces modes) {
        NamespacePlan.other(modes.networkMode()).ifPresent(name -> container(name, "network_mode"));
        NamespacePlan.other(modes.ipcMode()).ifPresent(name -> container(name, "ipc"));
        NamespacePlan.other(modes.pidMode()).ifPresent(name -> container(name, "pid"));
    }

    /**
     * The one with this name or id.
     *
     * @param key that names it in a stack file
     */
    Container container(String reference, String key) {
        try {
            return table.apply(reference);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
            throw EngineException.notFound(e.getMessage() + ", which " + key + " names: make it first, or name "
                            + own(key) + " if it is of this stack")
                    .about(key, key.equals("external_links") ? reference : NamespacePlan.sharing(reference));
        }
    }

    private static String own(String key) {
        return switch (key) {
            case "external_links" -> "its service in links";
            case "volumes_from" -> "its service";
            default -> "its service, as service:NAME,";
        };
    }
}
