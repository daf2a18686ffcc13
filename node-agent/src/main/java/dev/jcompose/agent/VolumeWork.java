package dev.jcompose.agent;

import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.scheduler.protocol.Assignment;

/** Named volumes of stacks. */
final class VolumeWork {

    private final Volumes volumes;

    VolumeWork(Volumes volumes) {
        this.volumes = volumes;
    }

    void reach(Assignment.Volume volume) {
        String name = volume.spec().name();
        boolean there = volumes.find(name).isPresent();
        if (volume.present() && !there) {
            volumes.create(volume.spec());
        } else if (!volume.present() && there) {
            volumes.remove(name, false);
        }
    }
}
