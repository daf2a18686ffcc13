package dev.jcompose.scheduler.desired;

import dev.jcompose.api.container.HostConfig.Storage;
import dev.jcompose.api.container.Mount;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Empty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The volumes of a service, in the forms that Docker's clients use: bind strings where they suffice, mounts otherwise. */
final class Mounts {

    private final String where;
    private final Fields service;
    private final Map<String, VolumeSpec> volumes;
    private final List<String> binds = new ArrayList<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<String, Empty> anonymous = new TreeMap<>();

    /** @param where path of the service */
    Mounts(String where, Fields service, Map<String, VolumeSpec> volumes) {
        this.where = where;
        this.service = service;
        this.volumes = volumes;
        service.items("volumes").forEach(this::add);
    }

    private void add(Fields volume) {
        switch (volume.text("type")) {
            case "bind" -> bind(volume);
            case "volume" -> named(volume);
            case "image", "tmpfs" -> mounts.add(mount(volume, volume.text("source")));
            default ->
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        where + ".volumes: mounts of type " + volume.text("type") + " are not offered: there are bind,"
                                + " volume, image and tmpfs");
        }
    }

    private void bind(Fields volume) {
        Fields options = volume.at("bind");
        boolean create = !options.has("create_host_path") || options.flag("create_host_path");
        if (create && !options.has("recursive")) {
            List<String> words = words(volume);
            if (options.has("propagation")) {
                words.add(options.text("propagation"));
            }
            String label = hint(options, "selinux");
            if (!label.isEmpty()) {
                words.add(label);
            }
            binds.add(volume.text("source") + ":" + volume.text("target") + ":" + String.join(",", words));
        } else {
            mounts.add(mount(volume, volume.text("source")));
        }
    }

    private void named(Fields volume) {
        String key = volume.text("source");
        if (key.isEmpty() && !volume.has("volume") && !volume.flag("read_only")) {
            anonymous.put(volume.text("target"), new Empty());
            return;
        }
        VolumeSpec spec = volumes.get(key);
        String name = spec == null ? key : spec.name();
        if (spec != null && spec.isBind()) {
            binds.add(name + ":" + volume.text("target") + ":" + String.join(",", words(volume)));
        } else {
            mounts.add(mount(volume, name));
        }
    }

    private static List<String> words(Fields volume) {
        List<String> words = new ArrayList<>();
        words.add(volume.flag("read_only") ? "ro" : "rw");
        return words;
    }

    /** What inspections show and nothing heeds: it is not noted as read, so that the plan says so. */
    private static String hint(Fields fields, String key) {
        return fields.node().path(key).asText();
    }

    private static Mount mount(Fields volume, String source) {
        Fields bind = volume.at("bind");
        Fields named = volume.at("volume");
        Fields tmpfs = volume.at("tmpfs");
        Fields image = volume.at("image");
        String type = volume.text("type");
        return new Mount(
                type,
                source,
                volume.text("target"),
                volume.flag("read_only"),
                hint(volume, "consistency"),
                type.equals("bind")
                        ? new Mount.BindOptions(
                                bind.text("propagation"),
                                bind.text("recursive").equals("disabled"),
                                bind.flag("create_host_path"),
                                bind.text("recursive").equals("writable"),
                                bind.text("recursive").equals("readonly"))
                        : null,
                type.equals("volume")
                        ? new Mount.VolumeOptions(
                                named.flag("nocopy"), named.map("labels"), null, named.text("subpath"))
                        : null,
                type.equals("tmpfs")
                        ? new Mount.TmpfsOptions(tmpfs.number("size"), (int) tmpfs.number("mode"), List.of())
                        : null,
                type.equals("image") ? new Mount.ImageOptions(image.text("subpath")) : null);
    }

    Map<String, Empty> anonymous() {
        return anonymous;
    }

    /** References of those that are mounted. */
    List<String> images() {
        return mounts.stream()
                .filter(mount -> mount.type().equals("image"))
                .map(Mount::source)
                .distinct()
                .toList();
    }

    Storage storage(List<String> volumesFrom) {
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (String entry : service.list("tmpfs")) {
            int colon = entry.indexOf(':');
            tmpfs.put(colon < 0 ? entry : entry.substring(0, colon), colon < 0 ? "" : entry.substring(colon + 1));
        }
        return new Storage(
                List.copyOf(binds),
                List.copyOf(mounts),
                tmpfs,
                volumesFrom,
                "",
                service.map("storage_opt"),
                service.number("shm_size"),
                service.flag("read_only"));
    }
}
