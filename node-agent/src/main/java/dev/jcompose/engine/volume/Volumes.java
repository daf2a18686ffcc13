package dev.jcompose.engine.volume;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.api.volume.Volume;
import dev.jcompose.api.volume.VolumesPruned;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.event.Events;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.store.Batch;
import dev.jcompose.store.CrashPoint;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All volumes. The record is durable before the folder is made. A removal renames the folder before the record goes, so a crash
 * leaves a folder that says of itself whether it was to go. Any other folder without a record is none of ours to remove.
 */
public final class Volumes {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);
    private static final String TABLE = "volume";
    private static final String LOCAL = "local";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    /** With some digits before the name of a folder that is being removed; no name of a volume begins so. */
    private static final String DOOMED = ".removed-";

    private static final int DOOMED_DIGITS = 8;

    private static final String ANONYMOUS = "com.docker.volume.anonymous";

    private final StateStore store;
    private final Events events;
    private final Path root;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Volume> volumes = new ConcurrentSkipListMap<>();
    private final Map<String, Set<String>> holders = new ConcurrentHashMap<>();
    /** One change at a time: creation, removal and holding of a name must not cross. */
    private final ReentrantLock changes = new ReentrantLock();

    public Volumes(EngineConfig config, StateStore store, Events events) {
        this.store = store;
        this.events = events;
        this.root = config.dataRoot().resolve("volumes");
        store.scan(TABLE, "", (name, json) -> volumes.put(name, Json.read(json, Volume.class)));
        settle();
    }

    /** After a crash: a removal that was cut off is finished where the record is gone, and else taken back. */
    private void settle() {
        try {
            Files.createDirectories(root);
            try (var dir = Dir.of(root)) {
                for (String name : dir.list()) {
                    if (name.startsWith(DOOMED)) {
                        settle(dir, name);
                    } else if (!volumes.containsKey(name)) {
                        LOG.warn("No volume is known for the folder {}: it stays", root.resolve(name));
                    }
                }
            }
            for (String name : volumes.keySet()) {
                Files.createDirectories(data(name));
            }
        } catch (IOException e) {
            throw EngineException.unavailable("cannot prepare " + root, e);
        }
    }

    private void settle(Dir dir, String doomed) {
        String name = doomed.substring(DOOMED.length() + DOOMED_DIGITS);
        if (volumes.containsKey(name) && !Files.exists(root.resolve(name))) {
            dir.rename(doomed, dir, name);
        } else {
            dir.remove(doomed);
        }
    }

    private Path data(String name) {
        return root.resolve(name).resolve("_data");
    }

    /** The volume of that name, made where there is none; CONFLICT where it exists with other options. */
    public Volume create(CreateVolume request) {
        String driver = request.driver().isEmpty() ? LOCAL : request.driver();
        if (request.clusterVolumeSpec() != null) {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    "volumes of a Swarm are not offered here: leave out what asks for one, --availability, --group,"
                            + " --limit-bytes, --required-bytes, --scope, --secret, --sharing, --topology-preferred,"
                            + " --topology-required and --type");
        }
        if (!driver.equals(LOCAL)) {
            throw new EngineException(
                            ErrorKind.NOT_FOUND,
                            "volume driver " + driver + " is not offered here: use the driver \"local\"")
                    .about("driver");
        }
        Map<String, String> options = request.driverOpts() == null ? Map.of() : request.driverOpts();
        DriverOptions.check(options);
        String name = request.name().isEmpty() ? anonymousName() : request.name();
        if (!NAME.matcher(name).matches()) {
            throw EngineException.invalid("create " + name + ": \"" + name
                            + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are"
                            + " allowed. If you intended to pass a host directory, use absolute path")
                    .about("name");
        }
        changes.lock();
        try {
            Volume known = volumes.get(name);
            if (known != null) {
                return same(known, options);
            }
            return make(name, options, request.labels() == null ? Map.of() : request.labels());
        } finally {
            changes.unlock();
        }
    }

    private static Volume same(Volume known, Map<String, String> options) {
        Map<String, String> before = known.options() == null ? Map.of() : known.options();
        if (!options.isEmpty() && !options.equals(before)) {
            throw EngineException.conflict(
                            "volume " + known.name() + " exists with other driver options: remove it first")
                    .about("driver_opts");
        }
        return known;
    }

    private Volume make(String name, Map<String, String> options, Map<String, String> labels) {
        var volume = new Volume(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                LOCAL,
                labels,
                data(name).toString(),
                name,
                options.isEmpty() ? null : options,
                "local",
                null);
        durable(new Batch().put(TABLE, name, Json.write(volume)));
        volumes.put(name, volume);
        try {
            CrashPoint.pass("before the folder of a volume");
            Files.createDirectories(root.resolve(name));
            Files.createDirectory(data(name));
            CrashPoint.pass("after the folder of a volume");
        } catch (IOException e) {
            volumes.remove(name);
            durable(new Batch().delete(TABLE, name));
            throw EngineException.unavailable("cannot make the folder of volume " + name + ": " + e.getMessage(), e);
        }
        events.publish("volume", "create", name, Map.of("driver", LOCAL));
        return volume;
    }

    private String anonymousName() {
        byte[] drawn = new byte[32];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /**
     * A volume without a name, which goes with the container that it was made for.
     *
     * @param wish all but the name, which is drawn
     */
    public Volume createAnonymous(CreateVolume wish) {
        Map<String, String> labels = new TreeMap<>(Map.of(ANONYMOUS, ""));
        if (wish.labels() != null) {
            labels.putAll(wish.labels());
        }
        return create(new CreateVolume("", wish.driver().isEmpty() ? LOCAL : wish.driver(), wish.driverOpts(), labels));
    }

    public Volume inspect(String name) {
        Volume volume = volumes.get(name);
        if (volume == null) {
            throw EngineException.notFound("get " + name + ": no such volume");
        }
        return volume;
    }

    public Optional<Volume> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** Whether it was made without a name, for a container. */
    public boolean isAnonymous(String name) {
        return find(name)
                .map(v -> v.labels() != null && v.labels().containsKey(ANONYMOUS))
                .orElse(false);
    }

    public List<Volume> list() {
        return List.copyOf(volumes.values());
    }

    /** Removes it with its content. CONFLICT where a container has it; {@code force} makes a missing one no error. */
    public void remove(String name, boolean force) {
        String doomed;
        changes.lock();
        try {
            Volume volume = volumes.get(name);
            if (volume == null) {
                if (force) {
                    return;
                }
                throw EngineException.notFound("get " + name + ": no such volume");
            }
            Set<String> users = holders.getOrDefault(name, Set.of());
            if (!users.isEmpty()) {
                throw EngineException.conflict("remove " + name + ": volume is in use - " + List.copyOf(users));
            }
            DriverOptions.unmount(data(name));
            doomed = doom(name);
            try {
                durable(new Batch().delete(TABLE, name));
            } catch (EngineException e) {
                rename(doomed, name);
                throw e;
            }
            volumes.remove(name);
        } finally {
            changes.unlock();
        }
        CrashPoint.pass("before the files of a volume go");
        try (var dir = Dir.of(root)) {
            dir.remove(doomed);
        }
        CrashPoint.pass("after the files of a volume went");
        events.publish("volume", "destroy", name, Map.of("driver", LOCAL));
    }

    private String doom(String name) {
        byte[] drawn = new byte[DOOMED_DIGITS / 2];
        random.nextBytes(drawn);
        String doomed = DOOMED + HexFormat.of().formatHex(drawn) + name;
        rename(name, doomed);
        CrashPoint.pass("after a volume was marked for its removal");
        return doomed;
    }

    private void rename(String from, String to) {
        if (Files.exists(root.resolve(from))) {
            try (var dir = Dir.of(root)) {
                dir.rename(from, dir, to);
            }
        }
    }

    /** Removes those that no container has and {@code chosen} takes. Without {@code all} only anonymous ones. */
    public VolumesPruned prune(boolean all, Predicate<Volume> chosen) {
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Volume each : list()) {
            if ((all || isAnonymous(each.name()))
                    && chosen.test(each)
                    && users(each.name()).isEmpty()) {
                long size = size(each.name());
                try {
                    remove(each.name(), true);
                } catch (EngineException e) {
                    if (e.kind() == ErrorKind.CONFLICT) {
                        // A container took it in the meantime.
                        continue;
                    }
                    throw e;
                }
                bytes += size;
                gone.add(each.name());
            }
        }
        events.publish("volume", "prune", "", Map.of("reclaimed", Long.toString(bytes)));
        return new VolumesPruned(gone, bytes);
    }

    /** The volume is a container's until {@link #release}; it must exist. */
    public void hold(String name, String containerId) {
        changes.lock();
        try {
            inspect(name);
            holders.computeIfAbsent(name, n -> ConcurrentHashMap.newKeySet()).add(containerId);
        } finally {
            changes.unlock();
        }
    }

    public void release(String name, String containerId) {
        holders.computeIfPresent(name, (n, users) -> {
            users.remove(containerId);
            return users.isEmpty() ? null : users;
        });
    }

    /** Tells those who listen to events that a container that has it runs now. */
    public void mounted(String name, String containerId, String target, boolean writable, String propagation) {
        events.publish(
                "volume",
                "mount",
                name,
                Map.of(
                        "driver",
                        LOCAL,
                        "container",
                        containerId,
                        "destination",
                        target,
                        "read/write",
                        Boolean.toString(writable),
                        "propagation",
                        propagation));
    }

    /** The opposite of {@link #mounted}. */
    public void unmounted(String name, String containerId) {
        events.publish("volume", "unmount", name, Map.of("driver", LOCAL, "container", containerId));
    }

    /** Ids of the containers that have it. */
    public Set<String> users(String name) {
        return Set.copyOf(holders.getOrDefault(name, Set.of()));
    }

    /** Bytes of its files. */
    public long size(String name) {
        try (var dir = Dir.of(data(name))) {
            return Tree.bytes(dir);
        }
    }

    public Path mountpoint(String name) {
        inspect(name);
        return data(name);
    }

    /**
     * What a container mounts: the volume's root, or the folder at {@code subpath} in it, no link of which leads outside.
     * Mounts what the volume's options name in the calling thread's namespace.
     */
    public Path source(String name, String subpath) {
        Volume volume = inspect(name);
        DriverOptions.mount(volume, data(name));
        if (subpath.isEmpty()) {
            return data(name);
        }
        try (var dir = Dir.of(data(name));
                var inner = dir.open(subpath)) {
            return Path.of(inner.procPath()).toRealPath();
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                throw EngineException.invalid(
                        "cannot access path " + subpath + " of volume " + name + ": no such folder");
            }
            throw e;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot resolve " + subpath + " of volume " + name, e);
        }
    }

    /** Fills an empty volume with what {@code path} in {@code root} holds, owners and modes included. */
    public void fillFrom(String name, Dir root, String path) {
        Volume volume = inspect(name);
        DriverOptions.mount(volume, data(name));
        try (var target = Dir.of(data(name))) {
            if (target.list().isEmpty()) {
                CopyUp.copy(root, path, target, root.procPath() + " " + path);
            }
        }
    }

    private void durable(Batch batch) {
        StateStore.await(store.commit(batch));
    }
}
