package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources.Blkio;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container's share of the block devices. The engine writes it, since crun 1.8 knows neither the names that BFQ gives
 * on cgroup v1 (the only ones since Linux 5.0) nor the weight of one device on v2.
 */
public final class BlockIoWeights {
    private static final int LEAST = 10;
    private static final int MOST = 1000;

    private final Cgroups cgroups;

    public BlockIoWeights(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /** INVALID where Docker's daemon refuses the numbers too. */
    static void check(Blkio wish) {
        if (wish.blkioWeight() != 0 && (wish.blkioWeight() < LEAST || wish.blkioWeight() > MOST)) {
            throw EngineException.invalid("Range of blkio weight is from 10 to 1000")
                    .about("blkio_config.weight");
        }
        for (Blkio.Weight each : wish.blkioWeightDevice()) {
            if (each.weight() < LEAST || each.weight() > MOST) {
                throw EngineException.invalid("the block I/O weight of " + each.path() + " is " + each.weight()
                                + ": it can be from 10 to 1000")
                        .about("blkio_config.weight_device", each.path());
            }
        }
    }

    /** Sets the weights, from 10 to 1000, of a cgroup that is there; returns in words what of them this host does not give. */
    public List<String> set(String cgroup, Blkio wish) {
        List<String> shortcomings = new ArrayList<>();
        if (wish.blkioWeight() != 0) {
            setWhole(cgroup, wish.blkioWeight()).ifPresent(shortcomings::add);
        }
        for (Blkio.Weight each : wish.blkioWeightDevice()) {
            setDevice(cgroup, each).ifPresent(shortcomings::add);
        }
        return shortcomings;
    }

    private Optional<String> setWhole(String cgroup, int weight) {
        Path bfq = file(cgroup, "io.bfq.weight", "blkio.bfq.weight");
        if (bfq != null) {
            write(bfq, String.valueOf(weight));
            return BlockDevices.isAnyScheduledBy("bfq")
                    ? Optional.empty()
                    : Optional.of("the block I/O weight " + weight
                            + " has no effect yet: no block device here has the scheduler bfq, which alone knows weights;"
                            + " root can choose it by: echo bfq > /sys/block/DEVICE/queue/scheduler");
        }
        Path other = file(cgroup, "io.weight", "blkio.weight");
        if (other == null) {
            return Optional.of("the block I/O weight " + weight + " has no effect: this kernel has no such weights,"
                    + " which need CONFIG_BFQ_GROUP_IOSCHED");
        }
        // io.weight goes from 1 to 10000: as all runtimes convert it.
        write(other, String.valueOf(cgroups.isUnified() ? 1 + (weight - LEAST) * 9999 / (MOST - LEAST) : weight));
        return Optional.empty();
    }

    private Optional<String> setDevice(String cgroup, Blkio.Weight wish) {
        var device = HostDevices.of(wish.path());
        String number = device.major() + ":" + device.minor();
        Path file = file(cgroup, "io.bfq.weight", "blkio.bfq.weight_device");
        if (file == null) {
            file = file(cgroup, "io.weight", "blkio.weight_device");
        }
        if (file == null) {
            return Optional.of("the block I/O weight of " + wish.path()
                    + " has no effect: this kernel has no such weights, which need CONFIG_BFQ_GROUP_IOSCHED");
        }
        try {
            Files.writeString(file, number + " " + wish.weight());
            return Optional.empty();
        } catch (IOException e) {
            // Weights are the scheduler's: the kernel takes none for a device that has another, or is a part of one.
            Path scheduler = Path.of("/sys/dev/block", number, "queue/scheduler");
            return Optional.of("the block I/O weight of %s has no effect: %s; %s"
                    .formatted(
                            wish.path(),
                            e.getMessage(),
                            Files.exists(scheduler)
                                    ? "its scheduler must be bfq, which root can choose by: echo bfq > " + scheduler
                                    : "name a whole device"));
        }
    }

    private @Nullable Path file(String cgroup, String unified, String v1) {
        return cgroups.folder("blkio", cgroup)
                .map(folder -> folder.resolve(cgroups.isUnified() ? unified : v1))
                .filter(Files::exists)
                .orElse(null);
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot write " + value + " to " + file + ": " + e.getMessage(), e);
        }
    }
}
