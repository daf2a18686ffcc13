package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.CdiDevices;
import dev.jcompose.engine.container.Connectivity.Joined;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.InitProgram;
import dev.jcompose.engine.runtime.OciSpec;
import dev.jcompose.engine.runtime.SpecWriter;
import dev.jcompose.engine.runtime.Users;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the scene of a run: root folder, volumes, files of /etc, and the spec that names them. Works on a thread of the
 * runtime, in whose mount namespace its mounts live.
 */
final class Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
    private static final int LARGEST_FILE = 1 << 20;

    private final ContainerPaths paths;
    private final RootFileSystems roots;
    private final Volumes volumes;
    private final Cgroups cgroups;
    private final CdiDevices cdi;
    private final Function<String, Container> containers;
    private final OwnSocket socket;

    Stage(
            ContainerPaths paths,
            RootFileSystems roots,
            Volumes volumes,
            Cgroups cgroups,
            CdiDevices cdi,
            Function<String, Container> containers,
            OwnSocket socket) {
        this.paths = paths;
        this.roots = roots;
        this.volumes = volumes;
        this.cgroups = cgroups;
        this.cdi = cdi;
        this.containers = containers;
        this.socket = socket;
    }

    SpecWriter.Written set(ContainerRecord record, Joined joined) {
        checkLinks(record.request());
        Path rootfs = roots.mount(record.id());
        var host = record.host();
        try (var root = Dir.of(rootfs)) {
            makeWorkingFolder(root, record.config().command().workingDir());
            var place = new SpecWriter.Place(
                    rootfs,
                    cgroup(record),
                    cgroups.isUnified(),
                    new NamespacePlan(host.namespaces(), containers).with(joined),
                    mounts(record, joined, root),
                    users(root),
                    Hostnames.of(record),
                    Boolean.TRUE.equals(host.running().init()) ? InitProgram.find() : null,
                    cdi.of(host.resources().deviceAccess()));
            return SpecWriter.write(record.config(), host, place);
        }
    }

    /** What a container that ran on has of the daemon before is made this daemon's. */
    void follow(ContainerRecord record, int pid) {
        socket.renew(record, pid);
    }

    /** Tells those who listen to events that its volumes are mounted, or are not any more. */
    void tell(ContainerRecord record, boolean mounted) {
        for (PlannedMount each : record.mounts()) {
            if (!each.type().equals("volume")) {
                continue;
            }
            if (mounted) {
                volumes.mounted(each.volume(), record.id(), each.target(), each.writable(), each.propagation());
            } else {
                volumes.unmounted(each.volume(), record.id());
            }
        }
    }

    /** NOT_FOUND where a link names no container: its name would answer to nobody. */
    private void checkLinks(CreateContainer request) {
        for (var settings : request.networkingConfig().endpointsConfig().values()) {
            for (String link : settings == null ? List.<String>of() : settings.links()) {
                String target = link.substring(0, link.indexOf(':') < 0 ? link.length() : link.indexOf(':'));
                Objects.requireNonNull(new NamedContainers(containers).container(target, "external_links"));
            }
        }
    }

    String cgroup(ContainerRecord record) {
        String parent = record.host().resources().cgroupParent();
        String folder = parent.isEmpty() ? paths.cgroupParent() : parent.startsWith("/") ? parent : "/" + parent;
        return folder + "/" + record.id();
    }

    private static void makeWorkingFolder(Dir root, String path) {
        if (!path.isEmpty() && !path.equals("/")) {
            try {
                root.make(path).close();
            } catch (LinuxException e) {
                String why = e.is(Errno.ENOTDIR)
                        ? "it, or a part of its path, is a file or a broken link of the image: name a folder"
                        : String.valueOf(e.getMessage());
                throw EngineException.invalid("working_dir " + path + ": " + why)
                        .about("working_dir");
            }
        }
    }

    static Users users(Dir root) {
        return new Users(text(root, "etc/passwd"), text(root, "etc/group"));
    }

    /** A file of the image, empty where it has none; a link in the image cannot lead to a file of the host. */
    private static String text(Dir root, String path) {
        try (var file = root.read(path).input()) {
            return new String(file.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.EINVAL) || e.is(Errno.ELOOP)) {
                return "";
            }
            throw e;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + path + " of the image", e);
        }
    }

    private List<OciSpec.Mount> mounts(ContainerRecord record, Joined joined, Dir root) {
        List<OciSpec.Mount> mounts = new ArrayList<>();
        for (PlannedMount each : record.mounts()) {
            EngineException.about(
                    "volumes",
                    each.target(),
                    () -> mounts.add(each.type().equals("tmpfs") ? tmpfs(each) : bind(each, source(each, root))));
        }
        addEtc(mounts, record, "hostname", Hostnames.of(record) + "\n");
        addEtc(mounts, record, "hosts", joined.hosts());
        addEtc(mounts, record, "resolv.conf", joined.resolv());
        mounts.sort(Comparator.comparingInt(m -> Path.of(m.destination()).getNameCount()));
        return mounts;
    }

    /** What is mounted there; an empty volume is filled first. */
    Path source(PlannedMount mount, Dir root) {
        if (mount.type().equals("bind")) {
            return bindSource(mount);
        }
        if (mount.type().equals(ImageMounts.TYPE)) {
            return new ImageMounts(roots).source(mount);
        }
        if (mount.copyUp()) {
            volumes.fillFrom(mount.volume(), root, mount.target());
        }
        return volumes.source(mount.volume(), mount.subpath());
    }

    private Path bindSource(PlannedMount mount) {
        LiveFile live = mount.live();
        if (live != null && !live.isAt(mount.source())) {
            LOG.warn(
                    "{} is gone, or another's: {} has a copy of what it was, which does not follow it",
                    mount.source(),
                    mount.target());
            return Path.of(live.copy());
        }
        Path source = socket.source(Path.of(mount.source()));
        mount.require(source);
        if (!Files.exists(source)) {
            try {
                Files.createDirectories(source);
            } catch (IOException e) {
                throw EngineException.unavailable("cannot make the bind source " + source + ": " + e.getMessage(), e);
            }
        }
        return source;
    }

    private static OciSpec.Mount bind(PlannedMount mount, Path source) {
        List<String> options = new ArrayList<>(mount.options());
        if (!options.contains("bind") && !options.contains("rbind")) {
            options.addFirst("rbind");
        }
        return new OciSpec.Mount(mount.target(), "bind", source.toString(), options);
    }

    private static OciSpec.Mount tmpfs(PlannedMount mount) {
        return new OciSpec.Mount(mount.target(), "tmpfs", "tmpfs", mount.options());
    }

    private void addEtc(List<OciSpec.Mount> mounts, ContainerRecord record, String name, String content) {
        String target = "/etc/" + name;
        if (mounts.stream().anyMatch(m -> m.destination().equals(target))) {
            return;
        }
        Path file = paths.etc(record.id(), name);
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot write " + file, e);
        }
        mounts.add(new OciSpec.Mount(target, "bind", file.toString(), List.of("rbind", "rprivate")));
    }
}
