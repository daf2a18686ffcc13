package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Docker's resource members as the runtime's, which writes them to whichever cgroup version the host has, all but {@link BlockIoWeights}. */
public final class Limits {
    private static final long PERIOD = 100_000;
    /** As many as a kernel has: crun 1.8 writes -1 as a number, which no kernel takes. */
    private static final long MOST_PIDS = 4_194_304;

    /** More than any host has time for, and as little as a kernel takes in any period: -1 goes the way of that of processes. */
    private static final Long MOST_QUOTA = 1L << 32;

    private static final long LEAST_MICROS = 1000;
    private static final long MOST_MICROS = 1_000_000;
    private static final long SMALLEST_MEMORY = 6L << 20;
    private static final long LEAST_SHARES = 2;
    private static final long MOST_SHARES = 262_144;

    private Limits() {}

    /** INVALID where Docker's daemon refuses the numbers too. */
    public static void check(Resources resources) {
        long memory = resources.memoryLimits().memory();
        long swap = resources.memoryLimits().memorySwap();
        if (memory > 0 && memory < SMALLEST_MEMORY) {
            throw EngineException.invalid("Minimum memory limit allowed is 6MB").about("mem_limit");
        }
        long reserved = resources.memoryLimits().memoryReservation();
        if (memory > 0 && reserved > memory) {
            throw EngineException.invalid(
                            "Minimum memory limit can not be less than memory reservation limit, see usage")
                    .about("mem_reservation");
        }
        if (reserved > 0 && reserved < SMALLEST_MEMORY) {
            throw EngineException.invalid("Minimum memory reservation allowed is 6MB")
                    .about("mem_reservation");
        }
        if (memory > 0 && swap > 0 && swap < memory) {
            throw EngineException.invalid("Minimum memoryswap limit should be larger than memory limit, see usage")
                    .about("memswap_limit");
        }
        if (memory == 0 && swap > 0) {
            throw EngineException.invalid(
                            "You should always set the Memory limit when using Memoryswap limit, see usage")
                    .about("memswap_limit");
        }
        checkCpu(resources.cpu());
        BlockIoWeights.check(resources.blkio());
        BlockDevices.check(resources.blkio());
        HostDevices.check(resources.deviceAccess());
        if (Path.of(resources.cgroupParent()).startsWith("..")
                || resources.cgroupParent().contains("/..")) {
            throw EngineException.invalid("cgroup_parent " + resources.cgroupParent()
                            + " leads upwards: name it from the top of the cgroups, as /shop")
                    .about("cgroup_parent");
        }
        EngineException.about(
                "cpuset",
                () -> checkThere("CPUs", resources.cpu().cpusetCpus(), Path.of("/sys/devices/system/cpu/online")));
        checkThere("memory nodes", resources.cpu().cpusetMems(), Path.of("/sys/devices/system/node/online"));
    }

    private static void checkCpu(Resources.Cpu cpu) {
        if (cpu.nanoCpus() > 0 && (cpu.cpuPeriod() > 0 || cpu.cpuQuota() > 0)) {
            throw EngineException.invalid("Conflicting options: Nano CPUs and CPU "
                            + (cpu.cpuPeriod() > 0 ? "Period" : "Quota") + " cannot both be set")
                    .about("cpus");
        }
        long most = Runtime.getRuntime().availableProcessors() * 1_000_000_000L;
        if (cpu.nanoCpus() < 0 || cpu.nanoCpus() > most) {
            throw EngineException.invalid("Range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available"
                            .formatted(most / 1_000_000_000L, most / 1_000_000_000L))
                    .about("cpus");
        }
        long period = cpu.cpuPeriod();
        if (period != 0 && (period < LEAST_MICROS || period > MOST_MICROS)) {
            throw EngineException.invalid(
                            "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)")
                    .about("cpu_period");
        }
        if (cpu.cpuQuota() > 0 && cpu.cpuQuota() < LEAST_MICROS) {
            throw EngineException.invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)")
                    .about("cpu_quota");
        }
        long shares = cpu.cpuShares();
        if (shares != 0 && (shares < LEAST_SHARES || shares > MOST_SHARES)) {
            throw EngineException.invalid("the minimum allowed cpu-shares is %d, the maximum %d: %d is neither between"
                                    .formatted(LEAST_SHARES, MOST_SHARES, shares)
                            + " them nor 0, which means the usual 1024")
                    .about("cpu_shares");
        }
    }

    /** A kernel that is not made for several says nothing of them, and has one. */
    private static void checkThere(String what, String wanted, Path online) {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            String there = Files.exists(online) ? Files.readString(online).strip() : "0";
            var missing = NumberList.parse(wanted);
            missing.andNot(NumberList.parse(there));
            if (!missing.isEmpty()) {
                throw EngineException.invalid(
                        "Requested %s are not available - requested %s, available: %s".formatted(what, wanted, there));
            }
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid("cpuset: " + wanted + " is no list of " + what + ": write it as 0-3,7");
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + online, e);
        }
    }

    /** @param unified whether the host has cgroup v2 alone: what {@link #shortcomings} names is left out then */
    public static OciSpec.Resources spec(Resources r, List<OciSpec.DeviceRule> devices, boolean unified) {
        Long pids = pids(r);
        return spec(r, devices, cpu(r.cpu(), null), pids == null ? null : new OciSpec.Pids(pids), unified);
    }

    /** As {@link #spec}, for a container that may have had a limit which it shall have no more. */
    public static OciSpec.Resources ofRunning(Resources r, boolean unified) {
        long pids = Objects.requireNonNullElse(pids(r), MOST_PIDS);
        return spec(
                r, List.of(), cpu(r.cpu(), MOST_QUOTA), r.pidsLimit() == null ? null : new OciSpec.Pids(pids), unified);
    }

    /** The limit of processes; null where there is none, however that is said. */
    public static @Nullable Long pids(Resources r) {
        Long wish = r.pidsLimit();
        return wish == null || wish <= 0 ? null : wish;
    }

    private static OciSpec.Resources spec(
            Resources r,
            List<OciSpec.DeviceRule> devices,
            OciSpec.@Nullable Cpu cpu,
            OciSpec.@Nullable Pids pids,
            boolean unified) {
        return new OciSpec.Resources(devices, memory(r.memoryLimits(), unified), cpu, pids, blockIo(r.blkio()));
    }

    /**
     * In words, what of the wish is not had or is dangerous: the runtime would not start a container with what cgroup v2 does
     * not know, Docker passes over it.
     */
    public static List<String> shortcomings(Resources r, boolean unified) {
        List<String> all = new ArrayList<>();
        if (unified && isUnkillable(r.memoryLimits())) {
            all.add("the OOM killer stays on: this host has cgroup v2, which cannot turn it off");
        }
        if (!unified && isUnkillable(r.memoryLimits()) && r.memoryLimits().memory() <= 0) {
            all.add(
                    "OOM killer is disabled for the container, but no memory limit is set, this can result in the system"
                            + " running out of resources.");
        }
        Long swappiness = swappiness(r.memoryLimits());
        if (unified && swappiness != null) {
            all.add("the memory swappiness " + swappiness
                    + " has no effect: this host has cgroup v2, which knows none of a"
                    + " container's own; root can set that of the host: vm.swappiness");
        }
        return all;
    }

    private static boolean isUnkillable(Resources.Memory m) {
        return Boolean.TRUE.equals(m.oomKillDisable());
    }

    private static @Nullable Long swappiness(Resources.Memory m) {
        return m.memorySwappiness() == null || m.memorySwappiness() < 0 ? null : m.memorySwappiness();
    }

    private static OciSpec.@Nullable Memory memory(Resources.Memory m, boolean unified) {
        // Without a word on swap Docker allows as much swap as memory.
        Long swap = m.memorySwap() != 0
                ? Long.valueOf(m.memorySwap())
                : m.memory() > 0 ? Long.valueOf(2 * m.memory()) : null;
        Boolean unkillable = isUnkillable(m) && !unified ? true : null;
        Long swappiness = unified ? null : swappiness(m);
        if (m.memory() == 0 && m.memoryReservation() == 0 && swap == null && swappiness == null && unkillable == null) {
            return null;
        }
        return new OciSpec.Memory(set(m.memory()), set(m.memoryReservation()), swap, swappiness, unkillable);
    }

    /** @param unlimited the quota of who has none, however that is said */
    private static OciSpec.@Nullable Cpu cpu(Resources.Cpu c, @Nullable Long unlimited) {
        Long quota = c.nanoCpus() > 0
                ? Long.valueOf(c.nanoCpus() * PERIOD / 1_000_000_000L)
                : c.cpuQuota() < 0 ? unlimited : set(c.cpuQuota());
        Long period = c.nanoCpus() > 0 ? Long.valueOf(PERIOD) : set(c.cpuPeriod());
        if (quota == null
                && period == null
                && c.cpuShares() == 0
                && c.cpuRealtimePeriod() == 0
                && c.cpuRealtimeRuntime() == 0
                && c.cpusetCpus().isEmpty()
                && c.cpusetMems().isEmpty()) {
            return null;
        }
        return new OciSpec.Cpu(
                set(c.cpuShares()),
                quota,
                period,
                set(c.cpuRealtimeRuntime()),
                set(c.cpuRealtimePeriod()),
                c.cpusetCpus(),
                c.cpusetMems());
    }

    private static OciSpec.@Nullable BlockIo blockIo(Resources.Blkio b) {
        if (b.equals(Resources.Blkio.NONE)) {
            return null;
        }
        return new OciSpec.BlockIo(
                throttles(b.blkioDeviceReadBps()),
                throttles(b.blkioDeviceWriteBps()),
                throttles(b.blkioDeviceReadIops()),
                throttles(b.blkioDeviceWriteIops()));
    }

    private static List<OciSpec.Throttle> throttles(List<Resources.Blkio.Throttle> throttles) {
        return throttles.stream()
                .map(t -> {
                    var device = HostDevices.of(t.path());
                    return new OciSpec.Throttle(device.major(), device.minor(), t.rate());
                })
                .toList();
    }

    private static @Nullable Long set(long value) {
        return value == 0 ? null : Long.valueOf(value);
    }
}
