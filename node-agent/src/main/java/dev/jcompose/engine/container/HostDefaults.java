package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.container.Running;
import dev.jcompose.api.container.Security;
import dev.jcompose.engine.runtime.Limits;
import dev.jcompose.engine.runtime.SecurityOptions;
import dev.jcompose.engine.runtime.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a container gets, and its inspection shows, in place of what its wish left open: Docker's defaults.
 *
 * @param unified whether the host has cgroups of version 2 alone
 */
record HostDefaults(boolean unified) {
    private static final long SHM_BYTES = 64L << 20;
    private static final String NO_LABEL = "label=disable";
    private static final String DEFAULT_NETWORK = "default";

    HostConfig of(CreateContainer wish) {
        HostConfig host = wish.hostConfig();
        return host.withNamespaces(namespaces(
                        host, network(wish.networkingConfig().endpointsConfig().keySet(), host)))
                .withStorage(storage(host.storage()))
                .withSecurity(security(host))
                .withRunning(running(host.running()))
                .withResources(resources(host.resources()));
    }

    /** Who names no network, and asks for one endpoint, wants to be on that one's. */
    private static String network(Set<String> asked, HostConfig host) {
        String mode = host.namespaces().networkMode();
        if (!mode.isEmpty() && !mode.equals(DEFAULT_NETWORK)) {
            return mode;
        }
        boolean named = asked.size() == 1 && !asked.contains(DEFAULT_NETWORK);
        return named ? asked.iterator().next() : "bridge";
    }

    private Namespaces namespaces(HostConfig host, String network) {
        var n = host.namespaces();
        String cgroup = unified && !host.security().privileged() ? "private" : "host";
        return new Namespaces(
                network,
                n.ipcMode().isEmpty() ? "private" : n.ipcMode(),
                n.pidMode(),
                n.utsMode(),
                n.usernsMode(),
                n.cgroupnsMode().isEmpty() ? cgroup : n.cgroupnsMode(),
                n.cgroup());
    }

    private static HostConfig.Storage storage(HostConfig.Storage s) {
        return new HostConfig.Storage(
                s.binds(),
                s.mounts(),
                s.tmpfs(),
                s.volumesFrom(),
                s.volumeDriver(),
                s.storageOpt(),
                s.shmSize() == 0 ? SHM_BYTES : s.shmSize(),
                s.readonlyRootfs());
    }

    private static Security security(HostConfig host) {
        var s = host.security();
        var n = host.namespaces();
        List<String> options = new ArrayList<>(s.securityOpt());
        boolean shares =
                s.privileged() || n.pidMode().equals("host") || n.ipcMode().equals("host");
        if (shares && options.stream().noneMatch(each -> each.startsWith("label"))) {
            options.add(NO_LABEL);
        }
        boolean open = s.privileged() || SecurityOptions.of(s).systemPaths();
        return new Security(
                s.privileged(),
                s.capAdd(),
                s.capDrop(),
                List.copyOf(options),
                s.groupAdd(),
                s.sysctls(),
                s.maskedPaths() == null && !open ? SpecWriter.MASKED : s.maskedPaths(),
                s.readonlyPaths() == null && !open ? SpecWriter.READ_ONLY : s.readonlyPaths());
    }

    private static Running running(Running r) {
        return new Running(
                r.restartPolicy().name().isEmpty() ? RestartPolicy.NO : r.restartPolicy(),
                LogFiles.normal(r.logConfig()),
                r.autoRemove(),
                r.init(),
                r.runtime().isEmpty() ? "crun" : r.runtime(),
                r.oomScoreAdj(),
                r.consoleSize(),
                r.isolation(),
                r.containerIdFile(),
                r.annotations());
    }

    /** As much swap as memory; a limit of processes that is none is not shown, nor that the kernel swaps as it likes. */
    private static Resources resources(Resources r) {
        var m = r.memoryLimits();
        boolean unsaid = m.memory() > 0 && m.memorySwap() == 0;
        var limits = new Resources.Memory(
                m.memory(),
                m.memoryReservation(),
                unsaid ? 2 * m.memory() : m.memorySwap(),
                m.memorySwappiness() != null && m.memorySwappiness() < 0 ? null : m.memorySwappiness(),
                m.oomKillDisable());
        return new Resources(
                r.cpu(), limits, r.blkio(), r.deviceAccess(), Limits.pids(r), r.ulimits(), r.cgroupParent());
    }
}
