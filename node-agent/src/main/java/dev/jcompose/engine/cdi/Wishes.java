package dev.jcompose.engine.cdi;

import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.container.Resources.DeviceAccess.Device;
import dev.jcompose.api.container.Resources.DeviceAccess.DeviceRequest;
import dev.jcompose.api.error.EngineException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What a container asks for, in names of CDI. All of it is honoured or refused. */
final class Wishes {
    private static final String GPU = "nvidia.com/gpu";
    /** A CDI file of this vendor gives all that its driver can, so that each of them is met. */
    private static final Set<String> CAPABILITIES =
            Set.of("gpu", "nvidia", "compute", "compat32", "graphics", "utility", "video", "display", "ngx");

    private Wishes() {}

    static Set<String> of(DeviceAccess access, Catalog catalog) {
        Set<String> names = new LinkedHashSet<>();
        for (Device each : access.devices()) {
            if (DeviceName.is(each.pathOnHost())) {
                names.add(mapped(each));
            }
        }
        for (DeviceRequest each : access.deviceRequests()) {
            names.addAll(asked(each, catalog));
        }
        return names;
    }

    private static String mapped(Device device) {
        String name = device.pathOnHost();
        if (!Set.of("", name).contains(device.pathInContainer())) {
            throw EngineException.invalid("CDI device " + name + " cannot be mapped to " + device.pathInContainer()
                    + ": its CDI file says where it is in a container");
        }
        if (!Set.of("", "rwm").contains(device.cgroupPermissions())) {
            throw EngineException.invalid("CDI device " + name + " cannot have the permissions "
                    + device.cgroupPermissions() + ": its CDI file says them");
        }
        return name;
    }

    private static List<String> asked(DeviceRequest request, Catalog catalog) {
        boolean cdi = request.driver().equals("cdi");
        if (!cdi && !isForGpus(request)) {
            throw EngineException.invalid(unmet(request)
                    + "; this engine has the drivers cdi and nvidia: name devices of CDI under devices, as"
                    + " vendor.com/class=name");
        }
        if (!request.options().isEmpty()) {
            throw EngineException.invalid(unmet(request) + "; devices of CDI take no options");
        }
        if (request.count() != 0 && !request.deviceIds().isEmpty()) {
            throw EngineException.invalid(unmet(request) + "; give a count or devices, not both");
        }
        return cdi ? named(request) : gpus(request, catalog);
    }

    /** Each inner list is one set of capabilities that would do. */
    private static boolean isForGpus(DeviceRequest request) {
        boolean named = request.driver().equals("nvidia");
        return (named || request.driver().isEmpty())
                && (named && request.capabilities().isEmpty()
                        || request.capabilities().stream()
                                .filter(CAPABILITIES::containsAll)
                                .anyMatch(all -> named || all.contains("gpu") || all.contains("nvidia")));
    }

    private static List<String> named(DeviceRequest request) {
        if (request.deviceIds().isEmpty()) {
            throw EngineException.invalid(
                    unmet(request) + "; the driver cdi wants names of devices as their ids, vendor.com/class=name");
        }
        for (String id : request.deviceIds()) {
            if (!DeviceName.is(id)) {
                throw EngineException.invalid(unmet(request) + "; " + id + " is not of the form vendor.com/class=name");
            }
        }
        return request.deviceIds();
    }

    private static List<String> gpus(DeviceRequest request, Catalog catalog) {
        List<String> there = catalog.ofKind(GPU);
        if (there.isEmpty()) {
            throw EngineException.invalid(
                    unmet(request) + "; no CDI device of the kind " + GPU + ": " + catalog.looked());
        }
        if (!request.deviceIds().isEmpty()) {
            return request.deviceIds().stream()
                    .map(id -> id.startsWith(GPU + "=") ? id : GPU + "=" + id)
                    .toList();
        }
        if (request.count() < 0) {
            String all = GPU + "=all";
            return there.contains(all) ? List.of(all) : there;
        }
        if (request.count() == 0) {
            throw EngineException.invalid(unmet(request) + "; give a count or devices");
        }
        // The vendor's files number them from 0 and may name them by other names besides. One too many is missed by its
        // name.
        return IntStream.range(0, Math.min(request.count(), there.size() + 1))
                .mapToObj(n -> GPU + "=" + n)
                .toList();
    }

    private static String unmet(DeviceRequest request) {
        return "could not select device driver \"" + request.driver() + "\" with capabilities: "
                + request.capabilities() + " (count " + request.count() + ", devices " + request.deviceIds()
                + ", options " + request.options() + ")";
    }
}
