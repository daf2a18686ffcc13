package dev.jcompose.engine.container;

import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.store.CrashPoint;
import dev.jcompose.store.StateStore;
import java.util.List;

/** Takes a container that does not run away, for good. */
final class Deletion {
    private final ContainerTable table;
    private final RootFileSystems roots;
    private final Volumes volumes;
    private final LogFiles logs;
    private final ContainerEvents events;

    Deletion(ContainerTable table, RootFileSystems roots, Volumes volumes, LogFiles logs, ContainerEvents events) {
        this.table = table;
        this.roots = roots;
        this.volumes = volumes;
        this.logs = logs;
        this.events = events;
    }

    /** The record goes first: files that it leaves behind in a crash belong to nobody and go at the next start. */
    void delete(Container container, boolean volumesToo) {
        ContainerRecord record = container.record();
        if (!table.contains(record.id())) {
            return;
        }
        List<PlannedMount> ownVolumes =
                record.mounts().stream().filter(m -> m.type().equals("volume")).toList();
        if (volumesToo && ownVolumes.stream().anyMatch(this::isAnonymous)) {
            // Only the record knows which volumes go: it stays until they are gone.
            StateStore.await(table.save(container, container.state().removing()));
        }
        for (PlannedMount each : ownVolumes) {
            volumes.release(each.volume(), record.id());
            if (volumesToo && isAnonymous(each) && volumes.users(each.volume()).isEmpty()) {
                volumes.remove(each.volume(), true);
            }
        }
        table.delete(container);
        container.takeWaiting().forEach(AttachSession::cancel);
        CrashPoint.pass("before the files of a removed container go");
        new ImageMounts(roots).remove(record);
        roots.remove(record.id());
        logs.delete(record.id());
        events.publish(container, "destroy");
        container.removed().complete(container.state().exitCode());
    }

    /** One that a container inherited from the one it replaces has a name here, and is anonymous all the same. */
    private boolean isAnonymous(PlannedMount mount) {
        return mount.anonymous() || volumes.isAnonymous(mount.volume());
    }
}
