package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources.Blkio;
import dev.jcompose.api.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Block devices that limits and weights name. */
final class BlockDevices {
    private static final Path ALL = Path.of("/sys/block");

    private BlockDevices() {}

    /** INVALID for the first that is none, with its key in a stack file. */
    static void check(Blkio wish) {
        for (Blkio.Weight each : wish.blkioWeightDevice()) {
            check("weight_device", each.path());
        }
        check("device_read_bps", wish.blkioDeviceReadBps());
        check("device_write_bps", wish.blkioDeviceWriteBps());
        check("device_read_iops", wish.blkioDeviceReadIops());
        check("device_write_iops", wish.blkioDeviceWriteIops());
    }

    private static void check(String key, List<Blkio.Throttle> throttles) {
        throttles.forEach(each -> check(key, each.path()));
    }

    private static void check(String key, String path) {
        String problem = path.isEmpty()
                ? "has no path"
                : Files.notExists(Path.of(path))
                        ? "names " + path + ", which this host does not have"
                        : isBlockDevice(path) ? "" : "names " + path + ", which is no block device";
        if (!problem.isEmpty()) {
            throw EngineException.invalid(
                            "blkio_config: " + key + " " + problem + ": name a block device of this host" + some())
                    .about("blkio_config." + key, path);
        }
    }

    private static boolean isBlockDevice(String path) {
        try {
            return HostDevices.of(path).type().equals("b");
        } catch (EngineException e) {
            return false;
        }
    }

    private static String some() {
        return names().filter(each -> !each.startsWith("loop") && !each.startsWith("ram"))
                .findFirst()
                .map(each -> ", as /dev/" + each)
                .orElse("");
    }

    /** Whether any has this scheduler. */
    static boolean isAnyScheduledBy(String scheduler) {
        return names().flatMap(each -> Cgroups.lines(ALL.resolve(each).resolve("queue/scheduler")).stream())
                .anyMatch(line -> line.contains("[" + scheduler + "]"));
    }

    private static Stream<String> names() {
        String[] names = ALL.toFile().list();
        return names == null ? Stream.empty() : Stream.of(names).sorted();
    }
}
