package dev.jcompose.engine.volume;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.volume.Volume;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options {@code type}, {@code o} and {@code device} of the local driver: what is mounted on a volume's folder. */
final class DriverOptions {
    private static final Set<String> KNOWN = Set.of("type", "o", "device", "size");
    private static final Map<String, Long> FLAGS = Map.of(
            "ro",
            Mount.READ_ONLY,
            "nosuid",
            2L,
            "nodev",
            4L,
            "noexec",
            8L,
            "noatime",
            1024L,
            "bind",
            Mount.BIND,
            "rbind",
            Mount.BIND | Mount.TREE);

    private DriverOptions() {}

    static void check(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!KNOWN.contains(key)) {
                throw EngineException.invalid(
                        "invalid option: \"" + key + "\": the local driver knows type, o and device");
            }
        }
        boolean mounts = options.containsKey("type") || options.containsKey("device");
        if (mounts && options.getOrDefault("device", "").isEmpty()) {
            throw EngineException.invalid("missing device in volume options");
        }
        if (options.containsKey("size")) {
            throw EngineException.invalid("volume option size needs project quotas, which are not offered here");
        }
    }

    /** Mounts on {@code folder} in the calling thread's namespace, unless something is mounted there already. */
    static void mount(Volume volume, Path folder) {
        Map<String, String> options = volume.options() == null ? Map.of() : volume.options();
        if (!options.containsKey("device") || isMounted(folder)) {
            return;
        }
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String each : options.getOrDefault("o", "").split(",")) {
            Long flag = FLAGS.get(each);
            if (flag != null) {
                flags |= flag;
            } else if (!each.isEmpty() && !each.equals("rw") && !each.equals("defaults")) {
                data.add(each);
            }
        }
        String device = options.get("device");
        String type = (flags & Mount.BIND) != 0 ? null : options.getOrDefault("type", "");
        try {
            Native.mount(device, folder, type, flags, data.isEmpty() ? null : String.join(",", data));
        } catch (LinuxException e) {
            throw EngineException.invalid("error while mounting volume '" + volume.mountpoint()
                    + "': failed to mount local" + " volume: " + e.getMessage());
        }
    }

    /** Unmounts what an earlier daemon may have left on {@code folder}, so that a removal finds the folder itself. */
    static void unmount(Path folder) {
        Mount.detachAll(folder);
    }

    private static boolean isMounted(Path folder) {
        try (var parent = Dir.parentOf(folder)) {
            return parent.isMountPoint(folder.getFileName().toString());
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }
}
