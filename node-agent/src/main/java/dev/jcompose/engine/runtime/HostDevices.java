package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.container.Resources.DeviceAccess.Device;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.DeviceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Device nodes of the host, and the rules that open them to a container. */
final class HostDevices {
    private static final int CHARACTER = 0020000;
    private static final int TYPE = 0170000;
    private static final Pattern RULE = Pattern.compile("([acb]) (\\d+|\\*):(\\d+|\\*) ([rwm]{1,3})");

    private static final Pattern PERMISSIONS = Pattern.compile("[rwm]{1,3}");

    private HostDevices() {}

    /** Devices and rules of one container. */
    record Chosen(List<OciSpec.Device> nodes, List<OciSpec.DeviceRule> rules) {}

    /** INVALID for permissions and rules that no cgroup takes. */
    static void check(DeviceAccess wish) {
        for (Device each : wish.devices()) {
            if (!each.cgroupPermissions().isEmpty()
                    && !PERMISSIONS.matcher(each.cgroupPermissions()).matches()) {
                throw EngineException.invalid("device " + each.pathOnHost() + ": invalid permissions \""
                                + each.cgroupPermissions() + "\": write r (read), w (write) and m (mknod), as rw")
                        .about("devices", each.pathOnHost());
            }
        }
        wish.deviceCgroupRules().forEach(HostDevices::parse);
    }

    /** {@code mapped} may name devices of CDI, too: those are not chosen here. */
    static Chosen choose(boolean privileged, List<Device> mapped, List<String> cgroupRules) {
        List<OciSpec.Device> nodes = new ArrayList<>();
        List<OciSpec.DeviceRule> rules = new ArrayList<>();
        if (privileged) {
            rules.add(new OciSpec.DeviceRule(true, null, null, null, "rwm"));
            nodes.addAll(below(Path.of("/dev"), "/dev"));
        } else {
            rules.add(new OciSpec.DeviceRule(false, null, null, null, "rwm"));
            rules.add(new OciSpec.DeviceRule(true, "c", null, null, "m"));
            rules.add(new OciSpec.DeviceRule(true, "b", null, null, "m"));
        }
        for (Device each : mapped) {
            if (DeviceName.is(each.pathOnHost())) {
                continue;
            }
            String target = each.pathInContainer().isEmpty() ? each.pathOnHost() : each.pathInContainer();
            Path source = Path.of(each.pathOnHost());
            List<OciSpec.Device> found = new ArrayList<>();
            EngineException.about(
                    "devices",
                    each.pathOnHost(),
                    () -> found.addAll(
                            Files.isDirectory(source) ? below(source, target) : List.of(at(source, target))));
            nodes.removeIf(node -> found.stream().anyMatch(f -> f.path().equals(node.path())));
            nodes.addAll(found);
            String access = each.cgroupPermissions().isEmpty() ? "rwm" : each.cgroupPermissions();
            found.forEach(
                    node -> rules.add(new OciSpec.DeviceRule(true, node.type(), node.major(), node.minor(), access)));
        }
        for (String rule : cgroupRules) {
            rules.add(parse(rule));
        }
        return new Chosen(nodes, rules);
    }

    static OciSpec.Device of(String path) {
        return at(Path.of(path), path);
    }

    private static OciSpec.DeviceRule parse(String rule) {
        var m = RULE.matcher(rule.strip());
        if (!m.matches()) {
            throw EngineException.invalid("device cgroup rule " + rule + ": write it as 'c 42:* rmw'")
                    .about("device_cgroup_rules", rule);
        }
        return new OciSpec.DeviceRule(true, m.group(1), number(m.group(2)), number(m.group(3)), m.group(4));
    }

    /** Null is every one: the runtime writes -1 as a number, which no kernel takes. */
    private static @Nullable Long number(String text) {
        return text.equals("*") ? null : Long.valueOf(text);
    }

    private static List<OciSpec.Device> below(Path source, String target) {
        try (var files = Files.list(source)) {
            List<OciSpec.Device> nodes = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                // The container has terminals, shared memory and queues of its own.
                boolean own = source.equals(Path.of("/dev"))
                        && List.of("pts", "shm", "fd", "mqueue", "console").contains(name);
                if (own || Files.isSymbolicLink(file)) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    nodes.addAll(below(file, target + "/" + name));
                } else if (!Files.isRegularFile(file) && isDevice(file)) {
                    nodes.add(at(file, target + "/" + name));
                }
            }
            return nodes;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot list " + source, e);
        }
    }

    private static boolean isDevice(Path file) throws IOException {
        int type = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE;
        return type == CHARACTER || type == 0060000;
    }

    static OciSpec.Device at(Path source, String target) {
        try {
            if (!isDevice(source.toRealPath())) {
                throw EngineException.invalid(source + " is not a device node");
            }
            int mode = (int) Files.getAttribute(source, "unix:mode");
            long device = (long) Files.getAttribute(source, "unix:rdev");
            return new OciSpec.Device(
                    target,
                    (mode & TYPE) == CHARACTER ? "c" : "b",
                    (device >> 8) & 0xfff,
                    (device & 0xff) | ((device >> 12) & ~0xffL),
                    mode & 0777,
                    (int) Files.getAttribute(source, "unix:uid"),
                    (int) Files.getAttribute(source, "unix:gid"));
        } catch (IOException e) {
            throw EngineException.invalid("error gathering device information while adding custom device \"" + source
                    + "\": no such file or directory");
        }
    }
}
