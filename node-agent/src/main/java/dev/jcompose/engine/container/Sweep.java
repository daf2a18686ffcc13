package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.Bundle;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Crun;
import dev.jcompose.linux.process.LiveProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At the daemon's start: what bears our instance's name and no record knows goes. */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final ContainerPaths paths;
    private final ContainerTable table;
    private final RootFileSystems roots;
    private final Cgroups cgroups;
    private final Crun crun;
    private final Connectivity networks;

    Sweep(
            ContainerPaths paths,
            ContainerTable table,
            RootFileSystems roots,
            Cgroups cgroups,
            Crun crun,
            Connectivity networks) {
        this.paths = paths;
        this.table = table;
        this.roots = roots;
        this.cgroups = cgroups;
        this.crun = crun;
        this.networks = networks;
    }

    void unknown() {
        Set<String> ids = new TreeSet<>();
        ids.addAll(names(paths.bundles()));
        ids.addAll(names(paths.runtime()));
        ids.addAll(cgroups.children(paths.cgroupParent()));
        for (String id : ids) {
            if (!table.contains(id)) {
                clearingAway(id, () -> end(id));
            }
        }
        cgroups.remove(paths.cgroupParent());
        for (String id : roots.list()) {
            if (!table.contains(ImageMounts.containerOf(id))) {
                clearingAway(id, () -> roots.remove(id));
            }
        }
        for (String id : names(paths.data())) {
            if (!table.contains(id)) {
                clearingAway(id, () -> new LogFiles(paths).delete(id));
            }
        }
    }

    /** What cannot go now is there at the next start too. */
    private static void clearingAway(String id, Runnable clearing) {
        try {
            clearing.run();
        } catch (RuntimeException e) {
            LOG.error("What is left of {}, which no record knows, cannot be cleared away yet", id, e);
        }
    }

    private void end(String id) {
        Bundle bundle = paths.bundle(id);
        crun.delete(id);
        for (int pid : cgroups.processes(paths.cgroupParent() + "/" + id)) {
            LiveProcess.of(pid).ifPresent(process -> {
                process.signal(Signals.KILL);
                process.exited().join();
            });
        }
        bundle.readMonitorPid()
                .filter(pid -> Monitors.watches(pid, id))
                .flatMap(LiveProcess::of)
                .ifPresent(monitor -> {
                    monitor.signal(Signals.KILL);
                    monitor.exited().join();
                });
        cgroups.remove(paths.cgroupParent() + "/" + id);
        networks.detach(id);
        bundle.delete();
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            // The runtime keeps a cache beside the folders of containers.
            return entries.map(e -> e.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .toList();
        } catch (IOException e) {
            throw EngineException.unavailable("cannot list " + folder, e);
        }
    }
}
