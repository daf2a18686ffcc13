package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.container.GraphDriver;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.MountPoint;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.container.Running;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.runtime.AppArmor;
import dev.jcompose.engine.runtime.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container as {@code inspect} shows it. */
final class InspectView {
    private final ContainerPaths paths;
    private final ContainerTable table;
    private final Connectivity networks;
    private final ExecTable execs;

    InspectView(ContainerPaths paths, ContainerTable table, Connectivity networks, ExecTable execs) {
        this.table = table;
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
                withIds(record).withRunning(ofDocker(record.host().running())),
                new GraphDriver("overlay2", Map.of()),
                sizes,
                mounts(record),
                config(record),
                networks.settings(id, nameOnceRun(record), Hostnames.of(record), record.request()));
    }

    /** With the hardware address that was asked for on the default network, as older clients look for it there. */
    private static ContainerConfig config(ContainerRecord record) {
        var own = record.config().identity();
        var endpoints = record.request().networkingConfig().endpointsConfig();
        String mode = record.host().namespaces().networkMode();
        boolean byDefault = mode.equals("bridge") || mode.equals("default");
        var first = byDefault ? endpoints.getOrDefault("bridge", endpoints.get("default")) : null;
        String mac = own.macAddress().isEmpty() && first != null ? first.macAddress() : own.macAddress();
        return record.config()
                .withIdentity(new ContainerConfig.Identity(
                        Hostnames.of(record), own.domainname(), own.networkDisabled(), mac));
    }

    /** Whose namespaces and volumes it shares, by id, as Docker's clients write it; the record has names, which outlive a recreate. */
    private HostConfig withIds(ContainerRecord record) {
        HostConfig host = LegacyLinks.shown(record.host(), record.name(), this::nameOf);
        var n = host.namespaces();
        var s = host.storage();
        return host.withNamespaces(new HostConfig.Namespaces(
                        withId(n.networkMode()),
                        withId(n.ipcMode()),
                        withId(n.pidMode()),
                        n.utsMode(),
                        n.usernsMode(),
                        n.cgroupnsMode(),
                        n.cgroup()))
                .withStorage(new HostConfig.Storage(
                        s.binds(),
                        s.mounts(),
                        s.tmpfs(),
                        record.owner() == null ? s.volumesFrom() : idsOf(s.volumesFrom()),
                        s.volumeDriver(),
                        s.storageOpt(),
                        s.shmSize(),
                        s.readonlyRootfs()));
    }

    /** Docker's clients know no pace of restarts. */
    private static Running ofDocker(Running running) {
        RestartPolicy policy = running.restartPolicy();
        return running.withRestartPolicy(new RestartPolicy(policy.name(), policy.maximumRetryCount()));
    }

    private List<String> idsOf(List<String> volumesFrom) {
        return volumesFrom.stream()
                .map(each -> {
                    String[] parts = each.split(":", 2);
                    return idOf(parts[0]) + (parts.length == 2 ? ":" + parts[1] : "");
                })
                .toList();
    }

    private String withId(String mode) {
        return NamespacePlan.other(mode)
                .map(name -> NamespacePlan.sharing(idOf(name)))
                .orElse(mode);
    }

    private String nameOf(String reference) {
        try {
            return table.get(reference).record().name();
        } catch (EngineException e) {
            // Gone since.
            return reference;
        }
    }

    private String idOf(String reference) {
        try {
            return table.get(reference).id();
        } catch (EngineException e) {
            // Gone since.
            return reference;
        }
    }

    /** Docker gives the names that a container answers to from its first start on. */
    static String nameOnceRun(ContainerRecord record) {
        return record.state().status() == Status.CREATED ? "" : record.name();
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
            if (m.type().equals("tmpfs") && record.host().storage().tmpfs().containsKey(m.target())) {
                // Docker shows it as an option alone.
                continue;
            }
            boolean volume = m.type().equals("volume");
            points.add(new MountPoint(
                    m.type(),
                    volume ? m.volume() : "",
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
