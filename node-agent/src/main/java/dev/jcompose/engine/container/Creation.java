package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.Mount;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.container.Running;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.engine.cdi.CdiDevices;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.engine.runtime.BlockIoWeights;
import dev.jcompose.engine.runtime.Capabilities;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Limits;
import dev.jcompose.engine.runtime.SecurityOptions;
import dev.jcompose.engine.runtime.SpecWriter;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.store.CrashPoint;
import dev.jcompose.store.StateStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes containers: checks the wish, writes the record, then makes what it names. A failed step takes all back. */
final class Creation {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);
    private static final int WORST_SCORE = 1000;
    private static final Set<String> POLICIES = Set.of("", "no", "always", "unless-stopped", "on-failure");

    private final ContainerTable table;
    private final RootFileSystems roots;
    private final ImageMounts images;
    private final Connectivity networks;
    private final Volumes volumes;
    private final LogFiles logs;
    private final HostDefaults defaults;
    private final BlockIoWeights weights;
    private final CdiDevices cdi;
    private final Path apiSocket;
    private final NamedContainers there;
    private final LegacyLinks links;
    private final SecureRandom random = new SecureRandom();

    /** @param apiSocket where this engine's Docker API is served */
    Creation(
            ContainerTable table,
            RootFileSystems roots,
            Connectivity networks,
            Volumes volumes,
            LogFiles logs,
            Cgroups cgroups,
            CdiDevices cdi,
            Path apiSocket) {
        this.defaults = new HostDefaults(cgroups.isUnified());
        this.weights = new BlockIoWeights(cgroups);
        this.cdi = cdi;
        this.apiSocket = apiSocket;
        this.table = table;
        this.there = new NamedContainers(table::get);
        this.links = new LegacyLinks(table::get, networks);
        this.roots = roots;
        this.images = new ImageMounts(roots);
        this.networks = networks;
        this.volumes = volumes;
        this.logs = logs;
    }

    Container create(
            @Nullable String wantedName, CreateContainer request, @Nullable String owner, Map<String, Path> copies) {
        NamespaceChecks.check(request);
        var template = roots.resolve(request.config().image());
        ContainerConfig config = named(ImageMerge.merge(request.config(), template.config()), request.hostConfig());
        HostConfig asked = defaults.of(request);
        HostConfig linked = links.found(asked);
        // Those of a stack follow a name: whoever has it next takes the place of who had it.
        HostConfig host = owner == null ? linked : asked;
        var merged = new CreateContainer(config, host, request.networkingConfig());
        check(merged);
        String id = newId();
        there.check(host.namespaces());
        String name = reserveName(wantedName, id);
        List<String> held = new ArrayList<>();
        try {
            List<PlannedMount> mounts = volumes(id, images.of(id, plan(config, host, copies)), host, held);
            var record = new ContainerRecord(
                    id, name, Instant.now(), owner, template.imageId(), merged, mounts, State.CREATED);
            var container = new Container(record);
            // The record is on its way to the disk while the tree is made; both are there before anybody hears of it.
            var durable = table.add(container);
            try {
                CrashPoint.pass("before the root folder of a container");
                roots.create(id, template.imageId());
                images.create(record);
                CrashPoint.pass("after the root folder of a container");
                StateStore.await(durable);
            } catch (RuntimeException e) {
                table.delete(container);
                images.remove(record);
                roots.remove(id);
                throw e;
            }
            return container;
        } catch (RuntimeException e) {
            table.release(name, id);
            undoVolumes(id, held);
            throw e;
        }
    }

    /** With the network of the host, or of another container, comes its name. */
    private ContainerConfig named(ContainerConfig config, HostConfig host) {
        if (!config.identity().hostname().isEmpty()) {
            return config;
        }
        String network = host.namespaces().networkMode();
        if (network.equals("host")) {
            return config.withHostname(Hostnames.ofHost());
        }
        return NamespacePlan.other(network)
                .map(name -> config.withHostname(
                        Hostnames.of(there.container(name, "network_mode").record())))
                .orElse(config);
    }

    private String newId() {
        byte[] drawn = new byte[32];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private String reserveName(@Nullable String wanted, String id) {
        if (wanted == null || wanted.isEmpty()) {
            String drawn = Names.draw(random, table::isFree);
            table.reserve(drawn, id);
            return drawn;
        }
        String name = checkName(wanted);
        table.reserve(name, id);
        return name;
    }

    static String checkName(String wanted) {
        String name = wanted.startsWith("/") ? wanted.substring(1) : wanted;
        if (!NAME.matcher(name).matches()) {
            throw EngineException.invalid(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return name;
    }

    /** What of its wish this host cannot give, as far as it is known before a start. */
    List<String> shortcomings(ContainerRecord made) {
        List<String> all = new ArrayList<>(SpecWriter.shortcomings(made.host()));
        all.addAll(Limits.shortcomings(made.host().resources(), defaults.unified()));
        all.addAll(weights.foresee(made.host().resources().blkio()));
        all.addAll(Propagation.shortcomings(made.mounts()));
        all.addAll(LogOptions.shortcomings(made.host().running().logConfig().config()));
        all.addAll(NamespaceChecks.shortcomings(made.request()));
        return all;
    }

    private void check(CreateContainer request) {
        HostConfig host = request.hostConfig();
        EngineException.about("entrypoint", () -> SpecWriter.argv(request.config()));
        SysctlChecks.check(host);
        SecurityOptions.check(host.security());
        Limits.check(host.resources());
        Capabilities.choose(
                host.security().privileged(),
                host.security().capAdd(),
                host.security().capDrop());
        EngineException.about("restart", () -> checkPolicy(host.running()));
        checkOffered(host);
        String workingDir = request.config().command().workingDir();
        if (!workingDir.isEmpty() && !workingDir.startsWith("/")) {
            throw EngineException.invalid(
                            "the working directory '" + workingDir + "' is invalid, it needs to be an absolute path")
                    .about("working_dir");
        }
        EngineException.about(
                "stop_signal", () -> Signals.number(request.config().stopping().stopSignal()));
        EngineException.about("logging", () -> logs.check(host.running().logConfig()));
        EngineException.about(
                "healthcheck", () -> HealthSettings.check(request.config().healthcheck()));
        networks.check(request);
    }

    /** What Docker's hosts may have and this engine has not is refused, not passed over. */
    private void checkOffered(HostConfig host) {
        String runtime = host.running().runtime();
        if (!runtime.equals("crun")) {
            throw EngineException.invalid(
                            "unknown or invalid runtime name: " + runtime + "; this engine runs containers by crun")
                    .about("runtime");
        }
        String isolation = host.running().isolation();
        if (!isolation.isEmpty() && !isolation.equals("default")) {
            throw EngineException.invalid("invalid isolation '" + isolation + "' on linux")
                    .about("isolation");
        }
        int score = host.running().oomScoreAdj();
        if (Math.abs(score) > WORST_SCORE) {
            throw EngineException.invalid("Invalid value " + score + ", range for oom score adj is [-1000, 1000]")
                    .about("oom_score_adj");
        }
        if (host.running().annotations().containsKey("")) {
            throw EngineException.invalid("invalid Annotations: the empty string is not permitted as an annotation key")
                    .about("annotations");
        }
        EngineException.about("gpus", () -> cdi.of(host.resources().deviceAccess()));
        if (!host.storage().storageOpt().isEmpty()) {
            throw EngineException.invalid("storage_opt is not supported: root folders have no size of their own here ("
                            + String.join(", ", host.storage().storageOpt().keySet()) + ")")
                    .about("storage_opt");
        }
    }

    static void checkPolicy(Running running) {
        RestartPolicy policy = running.restartPolicy();
        if (!POLICIES.contains(policy.name())) {
            throw EngineException.invalid("invalid restart policy: unknown policy '" + policy.name()
                    + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
        if (policy.maximumRetryCount() < 0) {
            throw EngineException.invalid("invalid restart policy: maximum retry count cannot be negative");
        }
        if (policy.maximumRetryCount() != 0 && !policy.name().equals("on-failure")) {
            throw EngineException.invalid(
                    "invalid restart policy: maximum retry count can only be used with 'on-failure'");
        }
        if (running.autoRemove() && !policy.name().isEmpty() && !policy.name().equals("no")) {
            throw EngineException.invalid("can't create 'AutoRemove' container with restart policy");
        }
    }

    private List<PlannedMount> plan(ContainerConfig config, HostConfig host, Map<String, Path> copies) {
        List<PlannedMount> planned =
                MountPlanner.plan(
                                config,
                                host,
                                reference -> there.container(reference, "volumes_from")
                                        .record()
                                        .mounts())
                        .stream()
                        .map(each -> each.type().equals("bind")
                                ? each.withSource(DockerSocket.meant(Path.of(each.source()), apiSocket)
                                        .toString())
                                : each)
                        .map(each -> checked(each, copies.get(each.target())))
                        .toList();
        planned.stream()
                .filter(each -> each.type().equals("bind"))
                .forEach(each -> each.require(Path.of(each.source())));
        return planned;
    }

    private PlannedMount checked(PlannedMount mount, @Nullable Path copy) {
        if (copy == null) {
            return mount;
        }
        PlannedMount checked = mount.withCopy(copy, live(mount.source()));
        if (checked.live() == null) {
            LOG.warn(
                    "{} is not what the caller has read: {} gets a copy, which does not follow it",
                    mount.source(),
                    mount.target());
        }
        return checked;
    }

    private Stream<LiveFile> live(String source) {
        return table.all().stream()
                .flatMap(container -> container.record().mounts().stream())
                .filter(mount -> mount.source().equals(source))
                .map(PlannedMount::live)
                .filter(Objects::nonNull);
    }

    private List<PlannedMount> volumes(String id, List<PlannedMount> planned, HostConfig host, List<String> held) {
        List<PlannedMount> all = new ArrayList<>();
        for (PlannedMount each : planned) {
            PlannedMount named = each;
            if (each.type().equals("volume")) {
                if (each.volume().isEmpty()) {
                    named = withVolume(
                            each, volumes.createAnonymous(wish(each, host)).name());
                } else {
                    volumes.create(wish(each, host));
                }
                volumes.hold(named.volume(), id);
                held.add(named.volume());
            }
            all.add(named);
        }
        return all;
    }

    private static CreateVolume wish(PlannedMount mount, HostConfig host) {
        for (Mount each : host.storage().mounts()) {
            var options = each.volumeOptions();
            if (each.type().equals("volume") && isOf(each, mount) && options != null) {
                var driver = options.driverConfig();
                return new CreateVolume(
                        mount.volume(),
                        driver == null ? "" : driver.name(),
                        driver == null ? null : driver.options(),
                        options.labels());
            }
        }
        return new CreateVolume(mount.volume(), host.storage().volumeDriver(), null, null);
    }

    /** Anonymous ones are told apart by where they are mounted. */
    private static boolean isOf(Mount asked, PlannedMount planned) {
        return asked.source().equals(planned.volume())
                && (!asked.source().isEmpty()
                        || Path.of(asked.target()).normalize().toString().equals(planned.target()));
    }

    private static PlannedMount withVolume(PlannedMount m, String name) {
        return new PlannedMount(
                m.type(),
                m.target(),
                name,
                m.source(),
                m.subpath(),
                m.copyUp(),
                true,
                m.createSource(),
                m.writable(),
                m.options(),
                m.propagation(),
                m.mode());
    }

    private void undoVolumes(String id, List<String> held) {
        for (String name : held) {
            volumes.release(name, id);
            if (volumes.isAnonymous(name) && volumes.users(name).isEmpty()) {
                volumes.remove(name, true);
            }
        }
    }
}
