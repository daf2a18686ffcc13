package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.ContainerEdits;
import dev.jcompose.engine.cdi.ContainerEdits.DeviceNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a spec as devices of CDI want them. A later edit holds before an earlier one, and all before the rest. */
record DeviceEdits(List<ContainerEdits> all) {

    Additions additions() {
        return new Additions(
                all.stream().flatMap(edits -> edits.env().stream()).toList(),
                all.stream()
                        .flatMap(edits -> edits.additionalGids().stream())
                        .filter(gid -> gid != 0)
                        .toList());
    }

    /** @param user whose the device files are where nobody says it */
    HostDevices.Chosen devices(HostDevices.Chosen chosen, OciSpec.User user) {
        List<OciSpec.Device> nodes = new ArrayList<>(chosen.nodes());
        List<OciSpec.DeviceRule> rules = new ArrayList<>(chosen.rules());
        for (ContainerEdits edits : all) {
            for (DeviceNode each : edits.deviceNodes()) {
                OciSpec.Device node = node(each, user);
                nodes.removeIf(other -> other.path().equals(node.path()));
                nodes.add(node);
                if (!node.type().equals("p") && !each.permissions().equals("none")) {
                    rules.add(new OciSpec.DeviceRule(
                            true,
                            node.type().equals("b") ? "b" : "c",
                            node.major(),
                            node.minor(),
                            each.permissions().isEmpty() ? "rwm" : each.permissions()));
                }
            }
        }
        return new HostDevices.Chosen(nodes, rules);
    }

    /** A vendor may say all of a device file, or leave to us what the host's file tells. */
    private static OciSpec.Device node(DeviceNode wanted, OciSpec.User user) {
        Path source = Path.of(wanted.source());
        boolean told =
                wanted.type().equals("p") || !wanted.type().isEmpty() && wanted.major() != null && wanted.major() != 0;
        OciSpec.Device host =
                told && (wanted.type().equals("p") || !Files.exists(source)) ? null : HostDevices.at(source, "");
        if (!told
                && host != null
                && !Set.of("", host.type()).contains(wanted.type().replace('u', 'c'))) {
            throw EngineException.invalid("CDI device file " + wanted.path() + ": " + source + " is of type "
                    + host.type() + ", not " + wanted.type());
        }
        return new OciSpec.Device(
                wanted.path(),
                told || host == null ? wanted.type() : host.type(),
                told || host == null ? number(wanted.major()) : host.major(),
                told || host == null ? number(wanted.minor()) : host.minor(),
                wanted.fileMode() != null || host == null ? wanted.fileMode() : host.fileMode(),
                or(wanted.uid(), user.uid()),
                or(wanted.gid(), user.gid()));
    }

    private static int or(@Nullable Integer wanted, int otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    private static long number(@Nullable Long wanted) {
        return wanted == null ? 0 : wanted;
    }

    /** In the order of mounting: what lies deeper comes later. */
    List<OciSpec.Mount> mounts(List<OciSpec.Mount> before) {
        Map<String, OciSpec.Mount> byTarget = new LinkedHashMap<>();
        for (ContainerEdits edits : all) {
            for (ContainerEdits.Mount each : edits.mounts()) {
                byTarget.put(each.containerPath(), mount(each));
            }
        }
        if (byTarget.isEmpty()) {
            return before;
        }
        List<OciSpec.Mount> mounts = new ArrayList<>(before);
        mounts.removeIf(mount -> byTarget.containsKey(mount.destination()));
        mounts.addAll(byTarget.values());
        mounts.sort(
                Comparator.comparingInt(mount -> Path.of(mount.destination()).getNameCount()));
        return mounts;
    }

    private static OciSpec.Mount mount(ContainerEdits.Mount wanted) {
        List<String> options = new ArrayList<>(wanted.options());
        boolean bound = options.contains("bind") || options.contains("rbind");
        if (!bound && !Set.of("", "bind", "none").contains(wanted.type())) {
            return new OciSpec.Mount(wanted.containerPath(), wanted.type(), wanted.hostPath(), options);
        }
        if (!Files.exists(Path.of(wanted.hostPath()))) {
            throw EngineException.invalid("a CDI device wants " + wanted.hostPath() + " mounted at "
                    + wanted.containerPath() + ", and this host has no such file: let the vendor's tool write its CDI"
                    + " file anew");
        }
        if (!bound) {
            options.addFirst("rbind");
        }
        return new OciSpec.Mount(wanted.containerPath(), "bind", wanted.hostPath(), options);
    }

    Map<String, List<OciSpec.Hook>> hooks() {
        Map<String, List<OciSpec.Hook>> hooks = new LinkedHashMap<>();
        for (ContainerEdits edits : all) {
            for (ContainerEdits.Hook each : edits.hooks()) {
                hooks.computeIfAbsent(each.hookName(), name -> new ArrayList<>())
                        .add(new OciSpec.Hook(each.path(), each.args(), each.env(), each.timeout()));
            }
        }
        return hooks;
    }
}
