package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits; 0, empty and null mean none. Parts that Jackson unwraps must not bear the name of a member of theirs.
 *
 * @param pidsLimit 0 and -1: unlimited
 */
public record Resources(
        @JsonUnwrapped Cpu cpu,
        @JsonUnwrapped Memory memoryLimits,
        @JsonUnwrapped Blkio blkio,
        @JsonUnwrapped DeviceAccess deviceAccess,
        @Nullable Long pidsLimit,
        List<Ulimit> ulimits,
        String cgroupParent) {

    public static final Resources NONE =
            new Resources(Cpu.NONE, Memory.NONE, Blkio.NONE, DeviceAccess.NONE, null, List.of(), "");

    /** The same with a limit of this many bytes of memory, and as much swap. */
    public Resources withMemory(long bytes) {
        return new Resources(
                cpu, new Memory(bytes, 0, 0, null, null), blkio, deviceAccess, pidsLimit, ulimits, cgroupParent);
    }

    /** The same with these limits of processes. */
    public Resources withUlimits(List<Ulimit> limits) {
        return new Resources(cpu, memoryLimits, blkio, deviceAccess, pidsLimit, limits, cgroupParent);
    }

    /** {@code nanoCpus}: 10⁹ is one CPU; period, quota and the real-time pair are microseconds. */
    public record Cpu(
            long nanoCpus,
            long cpuShares,
            long cpuPeriod,
            long cpuQuota,
            long cpuRealtimePeriod,
            long cpuRealtimeRuntime,
            String cpusetCpus,
            String cpusetMems) {
        public static final Cpu NONE = new Cpu(0, 0, 0, 0, 0, 0, "", "");
    }

    /** Bytes. {@code memorySwap} is memory plus swap, -1 unlimited, 0 twice the memory. */
    public record Memory(
            long memory,
            long memoryReservation,
            long memorySwap,
            @Nullable Long memorySwappiness,
            @Nullable Boolean oomKillDisable) {
        public static final Memory NONE = new Memory(0, 0, 0, null, null);
    }

    public record Blkio(
            int blkioWeight,
            List<Weight> blkioWeightDevice,
            List<Throttle> blkioDeviceReadBps,
            List<Throttle> blkioDeviceWriteBps,
            @JsonProperty("BlkioDeviceReadIOps") List<Throttle> blkioDeviceReadIops,
            @JsonProperty("BlkioDeviceWriteIOps") List<Throttle> blkioDeviceWriteIops) {
        public static final Blkio NONE = new Blkio(0, List.of(), List.of(), List.of(), List.of(), List.of());

        public record Weight(String path, int weight) {}

        public record Throttle(String path, long rate) {}
    }

    public record DeviceAccess(
            List<Device> devices, List<String> deviceCgroupRules, List<DeviceRequest> deviceRequests) {
        public static final DeviceAccess NONE = new DeviceAccess(List.of(), List.of(), List.of());

        public record Device(String pathOnHost, String pathInContainer, String cgroupPermissions) {}

        public record DeviceRequest(
                String driver,
                int count,
                @JsonProperty("DeviceIDs") List<String> deviceIds,
                List<List<String>> capabilities,
                Map<String, String> options) {}
    }

    /** -1 is unlimited. */
    public record Ulimit(String name, long soft, long hard) {}
}
