package dev.jcompose.engine.cdi;

import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.container.Resources.DeviceAccess.Device;
import dev.jcompose.api.container.Resources.DeviceAccess.DeviceRequest;
import dev.jcompose.api.error.Attribute;
import dev.jcompose.api.error.EngineException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a container asks for, in names of CDI, each with what asks for it. All of it is honoured or refused. */
final class Wishes {
    private static final String GPU = "nvidia.com/gpu";
    /** A CDI file of this vendor gives all that its driver can, so that each of them is met. */
    private static final Set<String> CAPABILITIES =
            Set.of("gpu", "nvidia", "compute", "compat32", "graphics", "utility", "video", "display", "ngx");

    private static final String COUNT_KEY = "gpus.*.count";
    private static final String IDS_KEY = "gpus.*.device_ids";
    private static final String CAPABILITIES_KEY = "gpus.*.capabilities";

    private Wishes() {}

    /** @param from what says it: of a count of devices, the count */
    record Wish(String name, Attribute from) {
        Wish(String name, String key, String item) {
            this(name, new Attribute(new Attribute.Asked(), key, item));
        }
    }

    /** By name. */
    static Collection<Wish> of(DeviceAccess access, Catalog catalog) {
        Map<String, Wish> all = new LinkedHashMap<>();
        for (Device each : access.devices()) {
            if (DeviceName.is(each.pathOnHost())) {
                EngineException.about("devices", each.pathOnHost(), () -> check(each));
                all.put(each.pathOnHost(), new Wish(each.pathOnHost(), "devices", each.pathOnHost()));
            }
        }
        for (DeviceRequest each : access.deviceRequests()) {
            asked(each, catalog).forEach(wish -> all.putIfAbsent(wish.name(), wish));
        }
        return all.values();
    }

    private static void check(Device device) {
        String name = device.pathOnHost();
        if (!Set.of("", name).contains(device.pathInContainer())) {
            throw EngineException.invalid("CDI device " + name + " cannot be mapped to " + device.pathInContainer()
                    + ": its CDI file says where it is in a container");
        }
        if (!Set.of("", "rwm").contains(device.cgroupPermissions())) {
            throw EngineException.invalid("CDI device " + name + " cannot have the permissions "
                    + device.cgroupPermissions() + ": its CDI file says them");
        }
    }

    private static List<Wish> asked(DeviceRequest request, Catalog catalog) {
        boolean cdi = request.driver().equals("cdi");
        if (!cdi && !isForGpus(request)) {
            EngineException unknown = EngineException.invalid(unmet(request)
                    + "; this engine has the drivers cdi and nvidia: name devices of CDI under devices, as"
                    + " vendor.com/class=name");
            throw Set.of("", "nvidia").contains(request.driver())
                    ? unknown.about(CAPABILITIES_KEY, stranger(request))
                    : unknown.about("gpus.*.driver", request.driver());
        }
        if (!request.options().isEmpty()) {
            throw EngineException.invalid(unmet(request) + "; devices of CDI take no options");
        }
        if (request.count() != 0 && !request.deviceIds().isEmpty()) {
            throw EngineException.invalid(unmet(request) + "; give a count or devices, not both")
                    .about(COUNT_KEY, count(request));
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

    /** A capability that nobody has, or empty. */
    private static String stranger(DeviceRequest request) {
        return request.capabilities().stream()
                .flatMap(List::stream)
                .filter(each -> !CAPABILITIES.contains(each))
                .findFirst()
                .orElse("");
    }

    private static List<Wish> named(DeviceRequest request) {
        if (request.deviceIds().isEmpty()) {
            throw EngineException.invalid(unmet(request)
                            + "; the driver cdi wants names of devices as their ids, vendor.com/class=name")
                    .about("gpus.*.driver", request.driver());
        }
        return request.deviceIds().stream()
                .map(id -> {
                    if (!DeviceName.is(id)) {
                        throw EngineException.invalid(
                                        unmet(request) + "; " + id + " is not of the form vendor.com/class=name")
                                .about(IDS_KEY, id);
                    }
                    return new Wish(id, IDS_KEY, id);
                })
                .toList();
    }

    private static List<Wish> gpus(DeviceRequest request, Catalog catalog) {
        List<String> there = catalog.ofKind(GPU);
        if (there.isEmpty()) {
            throw EngineException.invalid(
                    unmet(request) + "; no CDI device of the kind " + GPU + ": " + catalog.looked());
        }
        if (!request.deviceIds().isEmpty()) {
            return request.deviceIds().stream()
                    .map(id -> new Wish(id.startsWith(GPU + "=") ? id : GPU + "=" + id, IDS_KEY, id))
                    .toList();
        }
        if (request.count() == 0) {
            throw EngineException.invalid(unmet(request) + "; give a count or devices");
        }
        return counted(request.count(), there)
                .map(name -> new Wish(name, COUNT_KEY, count(request)))
                .toList();
    }

    private static Stream<String> counted(int count, List<String> there) {
        if (count < 0) {
            String all = GPU + "=all";
            return there.contains(all) ? Stream.of(all) : there.stream();
        }
        // The vendor's files number them from 0 and may name them by other names besides. One too many is missed by its
        // name.
        return IntStream.range(0, Math.min(count, there.size() + 1)).mapToObj(n -> GPU + "=" + n);
    }

    /** As stack files have it. */
    private static String count(DeviceRequest request) {
        return request.count() < 0 ? "all" : String.valueOf(request.count());
    }

    private static String unmet(DeviceRequest request) {
        return "could not select device driver \"" + request.driver() + "\" with capabilities: "
                + request.capabilities() + " (count " + request.count() + ", devices " + request.deviceIds()
                + ", options " + request.options() + ")";
    }
}
