package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources.Blkio;
import dev.jcompose.api.error.EngineException;
import java.io.File;
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

    /** As {@link #set} will say, where the container is not there yet: as far as it can be seen of any other cgroup. */
    public List<String> foresee(Blkio wish) {
        List<String> shortcomings = new ArrayList<>();
        String any = anyCgroup();
        if (any.isEmpty()) {
            return shortcomings;
        }
        if (wish.blkioWeight() != 0) {
            missing(any, wish.blkioWeight()).ifPresent(shortcomings::add);
        }
        for (Blkio.Weight each : wish.blkioWeightDevice()) {
            if (deviceFile(any) == null) {
                shortcomings.add(unknown(each));
            } else if (bfqDevices(any) != null && !isScheduled(each)) {
                shortcomings.add(unscheduled(each, "the kernel would not take it"));
            }
        }
        return shortcomings;
    }

    /** The uppermost one has no weights. */
    private String anyCgroup() {
        File[] all = cgroups.folder("blkio", "/")
                .map(root -> root.toFile().listFiles(File::isDirectory))
                .orElse(null);
        return all == null || all.length == 0 ? "" : "/" + all[0].getName();
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
        Path bfq = bfq(cgroup);
        Path other = other(cgroup);
        if (bfq != null) {
            write(bfq, String.valueOf(weight));
        } else if (other != null) {
            // io.weight goes from 1 to 10000: as all runtimes convert it.
            write(other, String.valueOf(cgroups.isUnified() ? 1 + (weight - LEAST) * 9999 / (MOST - LEAST) : weight));
        }
        return missing(cgroup, weight);
    }

    private Optional<String> missing(String cgroup, int weight) {
        if (bfq(cgroup) != null) {
            return BlockDevices.isAnyScheduledBy("bfq")
                    ? Optional.empty()
                    : Optional.of("the block I/O weight " + weight
                            + " has no effect yet: no block device here has the scheduler bfq, which alone knows weights;"
                            + " root can choose it by: echo bfq > /sys/block/DEVICE/queue/scheduler");
        }
        return other(cgroup) != null
                ? Optional.empty()
                : Optional.of("the block I/O weight " + weight + " has no effect: this kernel has no such weights,"
                        + " which need CONFIG_BFQ_GROUP_IOSCHED");
    }

    private @Nullable Path bfq(String cgroup) {
        return file(cgroup, "io.bfq.weight", "blkio.bfq.weight");
    }

    private @Nullable Path other(String cgroup) {
        return file(cgroup, "io.weight", "blkio.weight");
    }

    private Optional<String> setDevice(String cgroup, Blkio.Weight wish) {
        Path file = deviceFile(cgroup);
        if (file == null) {
            return Optional.of(unknown(wish));
        }
        try {
            Files.writeString(file, number(wish) + " " + wish.weight());
            return Optional.empty();
        } catch (IOException e) {
            // Weights are the scheduler's: the kernel takes none for a device that has another, or is a part of one.
            return Optional.of(unscheduled(wish, String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Path deviceFile(String cgroup) {
        Path bfq = bfqDevices(cgroup);
        return bfq != null ? bfq : file(cgroup, "io.weight", "blkio.weight_device");
    }

    private @Nullable Path bfqDevices(String cgroup) {
        return file(cgroup, "io.bfq.weight", "blkio.bfq.weight_device");
    }

    private static String number(Blkio.Weight wish) {
        var device = HostDevices.of(wish.path());
        return device.major() + ":" + device.minor();
    }

    private static Path scheduler(Blkio.Weight wish) {
        return Path.of("/sys/dev/block", number(wish), "queue/scheduler");
    }

    private static boolean isScheduled(Blkio.Weight wish) {
        return Cgroups.lines(scheduler(wish)).stream().anyMatch(line -> line.contains("[bfq]"));
    }

    private static String unknown(Blkio.Weight wish) {
        return "the block I/O weight of " + wish.path()
                + " has no effect: this kernel has no such weights, which need CONFIG_BFQ_GROUP_IOSCHED";
    }

    private static String unscheduled(Blkio.Weight wish, String why) {
        Path scheduler = scheduler(wish);
        return "the block I/O weight of %s has no effect: %s; %s"
                .formatted(
                        wish.path(),
                        why,
                        Files.exists(scheduler)
                                ? "its scheduler must be bfq, which root can choose by: echo bfq > " + scheduler
                                : "name a whole device");
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
