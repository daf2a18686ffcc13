package dev.jcompose.engine.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.Injection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Docker's form of a container turned into the runtime's. Pure but for the devices, limits and rights that the host has. */
public final class SpecWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INIT = "/sbin/docker-init";

    /** Docker's list, in its order. */
    public static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");

    public static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private SpecWriter() {}

    /**
     * What the daemon found out about the container before its start.
     *
     * @param mounts in the order of mounting, after the kernel's own file systems
     * @param init the init program of the host; null for none
     * @param injection what the devices of CDI want that the container asks for
     */
    public record Place(
            Path rootfs,
            String cgroup,
            boolean unifiedCgroups,
            List<OciSpec.Namespace> namespaces,
            List<OciSpec.Mount> mounts,
            Users users,
            String hostname,
            @Nullable Path init,
            Injection injection) {}

    /** A spec, what it adds to each process, and what of the wish could not be had here. */
    public record Written(OciSpec spec, Additions additions, List<String> warnings) {}

    public static Written write(ContainerConfig config, HostConfig host, Place place) {
        Security security = host.security();
        var options = SecurityOptions.of(security);
        var edits = new DeviceEdits(place.injection().edits());
        List<String> warnings = new ArrayList<>(place.injection().warnings());
        warnings.addAll(Limits.shortcomings(host.resources(), place.unifiedCgroups()));
        Set<String> capabilities = capabilities(security, warnings);
        var devices = HostDevices.choose(
                security.privileged(),
                host.resources().deviceAccess().devices(),
                host.resources().deviceAccess().deviceCgroupRules());
        var process = edits.additions().to(process(config, host, place, options, capabilities, warnings));
        devices = edits.devices(devices, process.user());
        List<OciSpec.Mount> placed = edits.mounts(place.mounts());
        boolean unconfined = security.privileged() || options.systemPaths();
        var linux = new OciSpec.Linux(
                place.cgroup(),
                place.namespaces(),
                devices.nodes(),
                Limits.spec(host.resources(), devices.rules(), place.unifiedCgroups()),
                sysctls(security.sysctls(), place.namespaces()),
                seccomp(options.seccomp(), security.privileged(), capabilities),
                paths(security.maskedPaths(), unconfined, MASKED),
                paths(security.readonlyPaths(), unconfined, READ_ONLY),
                propagation(placed));
        List<OciSpec.Mount> mounts = new ArrayList<>(KernelMounts.of(host, place.unifiedCgroups()));
        mounts.removeIf(own -> placed.stream().anyMatch(m -> m.destination().equals(own.destination())));
        mounts.addAll(placed);
        if (place.init() != null) {
            mounts.add(new OciSpec.Mount(INIT, "bind", place.init().toString(), List.of("bind", "ro")));
        }
        boolean ownUts = place.namespaces().stream().anyMatch(n -> n.type().equals("uts"));
        var spec = new OciSpec(
                "1.0.2",
                process,
                new OciSpec.Root(place.rootfs().toString(), host.storage().readonlyRootfs()),
                ownUts ? place.hostname() : "",
                ownUts ? config.identity().domainname() : "",
                mounts,
                linux,
                edits.hooks(),
                annotations(host, linux.seccomp()));
        return new Written(spec, edits.additions(), warnings);
    }

    private static Map<String, String> annotations(HostConfig host, OciSpec.@Nullable Seccomp profile) {
        Map<String, String> all = new LinkedHashMap<>(host.running().annotations());
        if (profile != null) {
            SeccompPrograms.of(profile).ifPresent(program -> all.put(SeccompPrograms.ANNOTATION, program));
        }
        return all;
    }

    /** What of a wish this host cannot give, in words, as far as it is known before a start. */
    public static List<String> shortcomings(HostConfig host) {
        List<String> warnings = new ArrayList<>();
        capabilities(host.security(), warnings);
        warnings.addAll(ulimits(host).warnings());
        return warnings;
    }

    private static Ulimits ulimits(HostConfig host) {
        // Without this right nobody raises a hard limit.
        return Ulimits.of(host.resources().ulimits(), Capabilities.ofHost().contains("SYS_RESOURCE"));
    }

    private static OciSpec.Process process(
            ContainerConfig config,
            HostConfig host,
            Place place,
            SecurityOptions options,
            Set<String> capabilities,
            List<String> warnings) {
        var who = place.users().find(config.command().user(), host.security().groupAdd());
        List<String> argv = argv(config);
        if (place.init() != null) {
            argv.addAll(0, List.of(INIT, "--"));
        }
        var ulimits = ulimits(host);
        warnings.addAll(ulimits.warnings());
        boolean tty = config.stdio().tty();
        List<Integer> size = host.running().consoleSize();
        return new OciSpec.Process(
                tty,
                tty ? consoleSize(size) : null,
                new OciSpec.User(who.uid(), who.gid(), who.groups()),
                argv,
                environment(config.command().env(), tty, place.hostname(), who.home()),
                config.command().workingDir().isEmpty() ? "/" : config.command().workingDir(),
                Capabilities.spec(capabilities),
                ulimits.limits(),
                options.noNewPrivileges(),
                AppArmor.profile(options.apparmor(), host.security().privileged(), warnings),
                host.running().oomScoreAdj() == 0 ? null : host.running().oomScoreAdj());
    }

    /** A process that is added to a container with this host configuration. */
    public static OciSpec.Process exec(
            HostConfig host,
            List<String> argv,
            boolean tty,
            List<Integer> size,
            List<String> env,
            String cwd,
            Users.Identity who,
            boolean privileged) {
        Security security = host.security();
        var options = SecurityOptions.of(security);
        boolean unconfined = privileged || security.privileged();
        Set<String> capabilities =
                grantable(Capabilities.choose(unconfined, security.capAdd(), security.capDrop()), new ArrayList<>());
        var ulimits = ulimits(host);
        return new OciSpec.Process(
                tty,
                tty ? consoleSize(size) : null,
                new OciSpec.User(who.uid(), who.gid(), who.groups()),
                argv,
                env,
                cwd,
                Capabilities.spec(capabilities),
                ulimits.limits(),
                options.noNewPrivileges(),
                AppArmor.profile(options.apparmor(), unconfined, new ArrayList<>()),
                host.running().oomScoreAdj() == 0 ? null : host.running().oomScoreAdj());
    }

    private static OciSpec.@Nullable ConsoleSize consoleSize(List<Integer> size) {
        return size.size() == 2 && size.getFirst() > 0 ? new OciSpec.ConsoleSize(size.get(0), size.get(1)) : null;
    }

    public static List<String> argv(ContainerConfig config) {
        List<String> argv = new ArrayList<>();
        List<String> entrypoint = config.command().entrypoint();
        List<String> command = config.command().cmd();
        if (entrypoint != null && !entrypoint.equals(List.of(""))) {
            argv.addAll(entrypoint);
        }
        if (command != null) {
            argv.addAll(command);
        }
        if (argv.isEmpty()) {
            throw EngineException.invalid("no command specified: the image has none, give one");
        }
        return argv;
    }

    /** What the process finds in its environment: Docker's few additions, where the user has not set them. */
    public static List<String> environment(List<String> own, boolean tty, String hostname, String home) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", Command.DEFAULT_PATH);
        all.put("HOSTNAME", hostname);
        if (tty) {
            all.put("TERM", "xterm");
        }
        for (String entry : own) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                all.remove(entry);
            } else {
                all.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        all.putIfAbsent("HOME", home);
        return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private static Set<String> capabilities(Security security, List<String> warnings) {
        return grantable(
                Capabilities.choose(security.privileged(), security.capAdd(), security.capDrop()),
                security.privileged() ? new ArrayList<>() : warnings);
    }

    private static Set<String> grantable(Set<String> wanted, List<String> warnings) {
        Set<String> ofHost = Capabilities.ofHost();
        wanted.removeIf(name -> {
            if (!ofHost.contains(name)) {
                warnings.add("capability " + name + " is not given: the host lacks it");
                return true;
            }
            return false;
        });
        return wanted;
    }

    private static OciSpec.@Nullable Seccomp seccomp(
            @Nullable String profile, boolean privileged, Set<String> capabilities) {
        if (profile == null) {
            return privileged ? null : Seccomp.profile(capabilities);
        }
        try {
            return profile.equals(SecurityOptions.UNCONFINED)
                    ? null
                    : Seccomp.custom(JSON.readTree(profile), capabilities);
        } catch (JsonProcessingException e) {
            throw EngineException.invalid(
                    "seccomp profile: what came is no JSON (the client sends what the file holds): "
                            + e.getOriginalMessage());
        }
    }

    private static List<String> paths(@Nullable List<String> chosen, boolean unconfined, List<String> usual) {
        return unconfined ? List.of() : chosen == null ? usual : chosen;
    }

    /** Docker lets everybody bind low ports and ping where the network namespace is the container's own. */
    private static Map<String, String> sysctls(Map<String, String> own, List<OciSpec.Namespace> namespaces) {
        Map<String, String> all = new LinkedHashMap<>();
        if (namespaces.stream().anyMatch(n -> n.type().equals("network"))) {
            all.put("net.ipv4.ip_unprivileged_port_start", "0");
            all.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        all.putAll(own);
        return all;
    }

    /** A bind that lets mounts out or in needs a root that does. */
    private static @Nullable String propagation(List<OciSpec.Mount> mounts) {
        boolean shared = mounts.stream()
                .anyMatch(m -> m.options().contains("rshared") || m.options().contains("shared"));
        boolean slave = mounts.stream()
                .anyMatch(m -> m.options().contains("rslave") || m.options().contains("slave"));
        return shared ? "rshared" : slave ? "rslave" : null;
    }
}
