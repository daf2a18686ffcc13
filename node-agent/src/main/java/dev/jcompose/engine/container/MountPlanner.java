package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.Mount;
import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides the mounts of a container from all the forms Docker takes. Pure: volumes it names are made by the caller; an empty
 * name of a volume asks for an anonymous one. By target the order of strength is: mounts and binds, tmpfs, volumes of other
 * containers, volumes of the image.
 */
final class MountPlanner {
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
    private static final String NO_COPY = "nocopy";
    /** Of each at most one. */
    private static final List<Set<String>> MODES = List.of(
            Set.of("ro", "rw"),
            Set.of("z", "Z"),
            Set.of(NO_COPY),
            Set.of("cached", "delegated", "consistent"),
            PROPAGATIONS);
    /** What can be said of volumes that another container has. */
    private static final List<Set<String>> OF_OTHERS = List.of(MODES.get(0), MODES.get(1), MODES.get(3));

    private static final List<String> TMPFS_DEFAULTS = List.of("noexec", "nosuid", "nodev");

    private final Map<String, PlannedMount> byTarget = new LinkedHashMap<>();

    private MountPlanner() {}

    static List<PlannedMount> plan(
            ContainerConfig config, HostConfig host, Function<String, List<PlannedMount>> mountsOfContainer) {
        var planner = new MountPlanner();
        var storage = host.storage();
        for (String bind : storage.binds()) {
            planner.addNew(target(bind), () -> bind(bind));
        }
        for (Mount mount : storage.mounts()) {
            planner.addNew(mount.target(), () -> mount(mount));
        }
        storage.tmpfs().forEach((target, options) -> planner.addNew(target, () -> tmpfs(target, options)));
        for (String from : storage.volumesFrom()) {
            if (from.isEmpty()) {
                throw EngineException.invalid("volumes-from specification cannot be an empty string");
            }
            String[] parts = from.split(":", 2);
            boolean readOnly = parts.length == 2 && words(parts[1], OF_OTHERS).contains("ro");
            for (PlannedMount each : mountsOfContainer.apply(parts[0])) {
                planner.byTarget.putIfAbsent(each.target(), inherited(each, readOnly));
            }
        }
        for (String target : config.volumes().keySet()) {
            planner.byTarget.putIfAbsent(normal(target), volume("", normal(target), "", true, true, true, ""));
        }
        return List.copyOf(planner.byTarget.values());
    }

    private void addNew(String target, Supplier<PlannedMount> planned) {
        EngineException.about("volumes", target, () -> {
            PlannedMount mount = planned.get();
            if (byTarget.putIfAbsent(mount.target(), mount) != null) {
                throw EngineException.invalid("Duplicate mount point: " + mount.target());
            }
        });
    }

    private static String target(String bind) {
        String[] parts = bind.split(":", -1);
        return parts.length > 1 ? parts[1] : bind;
    }

    private static PlannedMount inherited(PlannedMount m, boolean readOnly) {
        boolean writable = m.writable() && !readOnly;
        List<String> options = m.options().stream()
                .filter(o -> !o.equals("ro") && !o.equals("rw"))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!writable) {
            options.add("ro");
        }
        return new PlannedMount(
                m.type(),
                m.target(),
                m.volume(),
                m.source(),
                m.subpath(),
                false,
                false,
                false,
                writable,
                options,
                m.propagation(),
                "",
                m.live());
    }

    /** {@code source:target[:options]}. */
    private static PlannedMount bind(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw EngineException.invalid("invalid volume specification: '" + text + "'");
        }
        String target = normal(parts[1]);
        String mode = parts.length == 3 ? parts[2] : "";
        List<String> words = words(mode, MODES);
        boolean writable = !words.contains("ro");
        if (!parts[0].startsWith("/")) {
            require(
                    words.stream().noneMatch(PROPAGATIONS::contains),
                    "volume",
                    "field BindOptions must not be specified");
            return volume(parts[0], target, "", !words.contains(NO_COPY), false, writable, mode.isEmpty() ? "z" : mode);
        }
        require(!words.contains(NO_COPY), "bind", "field VolumeOptions must not be specified");
        String propagation =
                words.stream().filter(PROPAGATIONS::contains).findFirst().orElse("rprivate");
        return bind(parts[0], target, true, writable, List.of("rbind", propagation), propagation, mode);
    }

    /** The words of a mode; INVALID for one that is not known, or two of one kind. */
    private static List<String> words(String mode, List<Set<String>> kinds) {
        if (mode.isEmpty()) {
            return List.of();
        }
        List<String> words = Arrays.asList(mode.split(",", -1));
        boolean known = words.stream().allMatch(word -> kinds.stream().anyMatch(kind -> kind.contains(word)));
        boolean twice = kinds.stream()
                .anyMatch(kind -> words.stream().filter(kind::contains).count() > 1);
        if (!known || twice) {
            throw EngineException.invalid("invalid mode: " + mode);
        }
        return words;
    }

    private static void require(boolean holds, String type, String what) {
        if (!holds) {
            throw EngineException.invalid("invalid mount config for type \"" + type + "\": " + what);
        }
    }

    /** Inside of what it is a path in. */
    private static String subpath(String type, String path) {
        var below = java.nio.file.Path.of(path);
        require(
                !below.isAbsolute() && !below.normalize().startsWith(".."),
                type,
                "subpath must be a relative path within the " + type);
        return path;
    }

    /** Of a single mount: the runtime takes the {@code r} of {@code rprivate} for the bind's, too. */
    private static String ofOne(String propagation) {
        return propagation.startsWith("r") ? propagation.substring(1) : propagation;
    }

    private static PlannedMount mount(Mount m) {
        String target = normal(m.target());
        boolean writable = !m.readOnly();
        return switch (m.type()) {
            case "bind" -> {
                var options = m.bindOptions();
                if (!m.source().startsWith("/")) {
                    throw EngineException.invalid("invalid mount config for type \"bind\": invalid mount path: '"
                            + m.source() + "' mount path must be absolute");
                }
                String propagation =
                        options == null || options.propagation().isEmpty() ? "rprivate" : options.propagation();
                if (!PROPAGATIONS.contains(propagation)) {
                    throw EngineException.invalid(
                            "invalid mount config for type \"bind\": invalid propagation: " + propagation);
                }
                boolean recursive = options == null || !options.nonRecursive();
                yield bind(
                        m.source(),
                        target,
                        options != null && options.createMountpoint(),
                        writable,
                        recursive ? List.of("rbind", propagation) : List.of("bind", ofOne(propagation)),
                        propagation,
                        "");
            }
            case "volume" -> {
                var options = m.volumeOptions();
                boolean copy = options == null || !options.noCopy();
                String subpath = options == null ? "" : subpath("volume", options.subpath());
                yield volume(m.source(), target, subpath, copy, m.source().isEmpty(), writable, "z");
            }
            case "tmpfs" -> {
                require(m.source().isEmpty(), "tmpfs", "field Source must not be specified");
                yield tmpfs(target, tmpfsOptions(m));
            }
            case ImageMounts.TYPE -> image(m, target);
            default ->
                throw EngineException.invalid(
                        "mount type unknown: \"" + m.type() + "\": use bind, volume, image or tmpfs");
        };
    }

    /** Read-only whatever is asked for, as Docker's. */
    private static PlannedMount image(Mount m, String target) {
        if (m.source().isEmpty()) {
            throw EngineException.invalid("invalid mount config for type \"image\": field Source must not be empty");
        }
        var options = m.imageOptions();
        return new PlannedMount(
                ImageMounts.TYPE,
                target,
                "",
                m.source(),
                options == null ? "" : subpath(ImageMounts.TYPE, options.subpath()),
                false,
                false,
                false,
                false,
                List.of("rbind", "rprivate", "ro"),
                "rprivate",
                "");
    }

    private static String tmpfsOptions(Mount m) {
        List<String> words = new ArrayList<>();
        if (m.readOnly()) {
            words.add("ro");
        }
        var options = m.tmpfsOptions();
        if (options != null) {
            if (options.sizeBytes() > 0) {
                words.add("size=" + options.sizeBytes());
            }
            if (options.mode() > 0) {
                words.add("mode=" + Integer.toOctalString(options.mode()));
            }
            options.options().forEach(pair -> words.add(String.join("=", pair)));
        }
        return String.join(",", words);
    }

    private static PlannedMount tmpfs(String target, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        TMPFS_DEFAULTS.forEach(word -> options.put(word, word));
        options.put("mode", "mode=1777");
        for (String word : text.split(",")) {
            if (word.isEmpty()) {
                continue;
            }
            TmpfsOptions.check(target, word);
            String key = word.split("=", 2)[0];
            // "exec" takes the place of "noexec".
            options.remove(key.startsWith("no") ? key.substring(2) : "no" + key);
            options.put(key, word);
        }
        boolean writable = !options.containsKey("ro");
        return new PlannedMount(
                "tmpfs",
                normal(target),
                "",
                "",
                "",
                false,
                false,
                false,
                writable,
                List.copyOf(options.values()),
                "",
                text);
    }

    private static PlannedMount bind(
            String source,
            String target,
            boolean create,
            boolean writable,
            List<String> options,
            String propagation,
            String mode) {
        List<String> all = new ArrayList<>(options);
        all.add(writable ? "rw" : "ro");
        return new PlannedMount(
                "bind", target, "", normal(source), "", false, false, create, writable, all, propagation, mode);
    }

    private static PlannedMount volume(
            String name,
            String target,
            String subpath,
            boolean copyUp,
            boolean anonymous,
            boolean writable,
            String mode) {
        return new PlannedMount(
                "volume",
                target,
                name,
                "",
                subpath,
                copyUp && subpath.isEmpty(),
                anonymous,
                false,
                writable,
                List.of("rbind", "rprivate", writable ? "rw" : "ro"),
                "",
                mode);
    }

    private static String normal(String path) {
        if (!path.startsWith("/")) {
            throw EngineException.invalid("invalid mount path: '" + path + "' mount path must be absolute");
        }
        String clean = java.nio.file.Path.of(path).normalize().toString();
        if (clean.equals("/")) {
            throw EngineException.invalid("invalid volume specification: destination can't be '/'");
        }
        return clean;
    }
}
