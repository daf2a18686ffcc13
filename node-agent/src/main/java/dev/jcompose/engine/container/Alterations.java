package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.UpdateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.Limits;
import dev.jcompose.store.StateStore;
import java.util.List;
import java.util.function.UnaryOperator;

/** What can change of a container without a new one being made. */
final class Alterations {
    private final ContainerTable table;
    private final Launcher launcher;
    private final Connectivity networks;
    private final ContainerPaths paths;
    private final ContainerEvents events;

    Alterations(
            ContainerTable table,
            Launcher launcher,
            Connectivity networks,
            ContainerPaths paths,
            ContainerEvents events) {
        this.table = table;
        this.launcher = launcher;
        this.networks = networks;
        this.paths = paths;
        this.events = events;
    }

    void rename(Container container, String name) {
        String plain = Creation.checkName(name);
        String before = container.record().name();
        if (plain.equals(before)) {
            throw EngineException.invalid("Renaming a container with the same name as its current name");
        }
        container.inTurn(() -> {
            table.reserve(plain, container.id());
            try {
                StateStore.await(table.save(container, container.record().withName(plain)));
            } catch (RuntimeException e) {
                table.release(plain, container.id());
                throw e;
            }
            table.release(before, container.id());
            return true;
        });
        events.renamed(container, before);
    }

    /** Lets {@code change} connect it to other networks, keeps what it asks for then, and names its addresses to itself. */
    void rejoin(Container container, UnaryOperator<CreateContainer> change) {
        container.inTurn(() -> {
            var record = container.record();
            List<String> before = networks.addresses(record.id());
            StateStore.await(table.save(container, record.withRequest(change.apply(record.request()))));
            HostLines.follow(
                    paths.etc(record.id(), "hosts"),
                    Hostnames.inHosts(record),
                    before,
                    networks.addresses(record.id()));
            return true;
        });
    }

    /** Returns in words what of the wish this host does not give. */
    List<String> update(Container container, UpdateContainer wish) {
        List<String> shortcomings = container.inTurn(() -> {
            HostConfig changed = Update.apply(container.record().host(), wish);
            Limits.check(changed.resources());
            Creation.checkPolicy(changed.running());
            List<String> missing = container.run() == null
                    ? launcher.foresee(changed.resources())
                    : launcher.limit(container.record(), changed.resources());
            StateStore.await(table.save(container, container.record().withHost(changed)));
            return missing;
        });
        events.publish(container, "update");
        return shortcomings;
    }
}
