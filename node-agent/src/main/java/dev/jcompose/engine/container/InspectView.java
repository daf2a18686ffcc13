package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.container.GraphDriver;
import dev.jcompose.api.container.MountPoint;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.runtime.AppArmor;
import dev.jcompose.engine.runtime.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container as {@code inspect} shows it. */
final class InspectView {
    private final ContainerPaths paths;
    private final Connectivity networks;
    private final ExecTable execs;

    InspectView(ContainerPaths paths, Connectivity networks, ExecTable execs) {
        this.execs = execs;
        this.paths = paths;
        this.networks = networks;
    }

    ContainerInspect of(Container container, ContainerInspect.Sizes sizes) {
        ContainerRecord record = container.record();
        List<String> argv = SpecWriter.argv(record.config());
        String id = record.id();
        List<String> running = execs.of(container);
        boolean logged = LogFiles.isKept(record);
        return new ContainerInspect(
                id,
                record.created(),
                argv.getFirst(),
                argv.subList(1, argv.size()),
                state(container),
                record.imageId(),
                "/" + record.name(),
                record.state().restartCount(),
                "overlay2",
                "linux",
                new ContainerInspect.Files(
                        paths.etc(id, "resolv.conf").toString(),
                        paths.etc(id, "hostname").toString(),
                        paths.etc(id, "hosts").toString(),
                        logged ? paths.log(id).toString() : ""),
                new ContainerInspect.Labels("", "", AppArmor.name(record.host().security())),
                running.isEmpty() ? null : running,
                record.host(),
                new GraphDriver("overlay2", Map.of()),
                sizes,
                mounts(record),
                record.config().withHostname(Hostnames.of(record)),
                networks.settings(id, record.request()));
    }

    static ContainerState state(Container container) {
        var state = container.state();
        boolean running = state.status() == Status.RUNNING;
        var run = container.run();
        return new ContainerState(
                container.statusName(),
                running,
                container.isPaused(),
                container.isRestarting(),
                state.outOfMemory(),
                false,
                run == null ? 0 : run.pid(),
                state.exitCode(),
                state.error(),
                state.startedAt(),
                state.finishedAt(),
                container.probes.health());
    }

    List<MountPoint> mounts(ContainerRecord record) {
        List<MountPoint> points = new ArrayList<>();
        for (PlannedMount m : record.mounts()) {
            boolean volume = m.type().equals("volume");
            points.add(new MountPoint(
                    m.type(),
                    m.volume(),
                    volume ? paths.volume(m.volume()).toString() : m.source(),
                    m.target(),
                    volume ? "local" : "",
                    m.mode(),
                    m.writable(),
                    m.propagation()));
        }
        return points;
    }
}
