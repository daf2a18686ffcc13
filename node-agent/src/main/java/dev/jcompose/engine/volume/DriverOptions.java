package dev.jcompose.engine.volume;

import dev.jcompose.api.error.Attribute;
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
import org.jspecify.annotations.Nullable;

/** The options {@code type}, {@code o} and {@code device} of the local driver: what is mounted on a volume's folder. */
final class DriverOptions {
    private static final String KEY = "driver_opts";
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
                                "invalid option: \"" + key + "\": the local driver knows type, o and device")
                        .about(KEY, key);
            }
        }
        boolean mounts = options.containsKey("type") || options.containsKey("device") || options.containsKey("o");
        if (mounts && options.getOrDefault("device", "").isEmpty()) {
            throw EngineException.invalid(
                            "missing device in volume options: give it, as device: tmpfs beside type: tmpfs")
                    .about(KEY);
        }
        if (options.containsKey("size")) {
            throw EngineException.invalid(
                            "volume option size needs project quotas, which are not offered here: leave it out,"
                                    + " or limit a tmpfs by o: size=10m")
                    .about(KEY, "size");
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
                            + "': failed to mount local volume: " + e.getMessage() + way(e, device, type))
                    .about(new Attribute(new Attribute.OfVolume(volume.name()), KEY, wrong(e, type)));
        }
    }

    /** The option that the kernel most likely means. */
    private static String wrong(LinuxException e, @Nullable String type) {
        return type != null && e.is(Errno.ENODEV) ? "type" : type != null && e.is(Errno.EINVAL) ? "o" : "device";
    }

    private static String way(LinuxException e, String device, @Nullable String type) {
        if (e.is(Errno.ENOENT)) {
            return ": make " + device + " on this host first, or name another device";
        }
        if (type != null && e.is(Errno.ENODEV)) {
            return ": this kernel has no file system " + type
                    + ": load its module, or name a type of /proc/filesystems";
        }
        return type != null && e.is(Errno.EINVAL)
                ? ": " + type + " does not take these options: look at type, o and device"
                : "";
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
