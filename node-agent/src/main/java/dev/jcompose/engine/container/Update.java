package dev.jcompose.engine.container;

import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.container.Resources.Blkio;
import dev.jcompose.api.container.Resources.Cpu;
import dev.jcompose.api.container.Resources.Memory;
import dev.jcompose.api.container.UpdateContainer;
import java.util.List;

/** The limits of a container after an update: what is zero in the wish stays. */
final class Update {
    private Update() {}

    static HostConfig apply(HostConfig host, UpdateContainer wish) {
        Resources old = host.resources();
        Resources now = wish.resources();
        var resources = new Resources(
                cpu(old.cpu(), now.cpu()),
                memory(old.memoryLimits(), now.memoryLimits()),
                blkio(old.blkio(), now.blkio()),
                old.deviceAccess(),
                now.pidsLimit() == null ? old.pidsLimit() : now.pidsLimit(),
                old.ulimits(),
                old.cgroupParent());
        HostConfig changed = host.withResources(resources);
        var policy = wish.restartPolicy();
        if (policy == null || policy.name().isEmpty()) {
            return changed;
        }
        return changed.withRunning(host.running().withRestartPolicy(policy));
    }

    private static Cpu cpu(Cpu old, Cpu now) {
        // Nano CPUs and a quota are two ways to say one thing: the newer takes the place of the older.
        boolean nano = now.nanoCpus() != 0;
        boolean quota = now.cpuQuota() != 0 || now.cpuPeriod() != 0;
        return new Cpu(
                quota ? 0 : either(old.nanoCpus(), now.nanoCpus()),
                either(old.cpuShares(), now.cpuShares()),
                nano ? 0 : either(old.cpuPeriod(), now.cpuPeriod()),
                nano ? 0 : either(old.cpuQuota(), now.cpuQuota()),
                either(old.cpuRealtimePeriod(), now.cpuRealtimePeriod()),
                either(old.cpuRealtimeRuntime(), now.cpuRealtimeRuntime()),
                now.cpusetCpus().isEmpty() ? old.cpusetCpus() : now.cpusetCpus(),
                now.cpusetMems().isEmpty() ? old.cpusetMems() : now.cpusetMems());
    }

    private static Memory memory(Memory old, Memory now) {
        return new Memory(
                either(old.memory(), now.memory()),
                either(old.memoryReservation(), now.memoryReservation()),
                either(old.memorySwap(), now.memorySwap()),
                now.memorySwappiness() == null ? old.memorySwappiness() : now.memorySwappiness(),
                now.oomKillDisable() == null ? old.oomKillDisable() : now.oomKillDisable());
    }

    private static Blkio blkio(Blkio old, Blkio now) {
        return new Blkio(
                now.blkioWeight() == 0 ? old.blkioWeight() : now.blkioWeight(),
                either(old.blkioWeightDevice(), now.blkioWeightDevice()),
                either(old.blkioDeviceReadBps(), now.blkioDeviceReadBps()),
                either(old.blkioDeviceWriteBps(), now.blkioDeviceWriteBps()),
                either(old.blkioDeviceReadIops(), now.blkioDeviceReadIops()),
                either(old.blkioDeviceWriteIops(), now.blkioDeviceWriteIops()));
    }

    private static <T> List<T> either(List<T> old, List<T> now) {
        return now.isEmpty() ? old : now;
    }

    private static long either(long old, long now) {
        return now == 0 ? old : now;
    }
}
