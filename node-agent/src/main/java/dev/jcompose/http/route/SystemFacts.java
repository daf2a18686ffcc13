package dev.jcompose.http.route;

import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.system.SystemInfo;
import dev.jcompose.api.system.Version;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.engine.runtime.AppArmor;
import dev.jcompose.http.ApiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the daemon knows of itself and of its host. */
public final class SystemFacts {
    private final EngineConfig config;
    private final Containers containers;
    private final Images images;
    private final Networks networks;
    private final String version = System.getProperty("jcompose.version", "dev");

    public SystemFacts(EngineConfig config, Containers containers, Images images, Networks networks) {
        this.config = config;
        this.containers = containers;
        this.images = images;
        this.networks = networks;
    }

    Version version() {
        String kernel = line(Path.of("/proc/sys/kernel/osrelease"));
        var details = Map.of(
                "ApiVersion", ApiVersion.MAX.toString(),
                "MinAPIVersion", ApiVersion.MIN.toString(),
                "Os", "linux",
                "Arch", architecture(),
                "KernelVersion", kernel);
        return new Version(
                new Version.Platform("jcompose"),
                List.of(new Version.Component("Engine", version, details)),
                version,
                ApiVersion.MAX.toString(),
                ApiVersion.MIN.toString(),
                "",
                "",
                "linux",
                architecture(),
                kernel,
                "");
    }

    SystemInfo info() {
        return new SystemInfo(
                config.instance(),
                line(Path.of("/proc/sys/kernel/hostname")),
                Instant.now(),
                counts(),
                host(),
                engine(),
                limits(),
                proxies(),
                new SystemInfo.Plugins(
                        List.of("local"),
                        List.of("bridge", "host", "null"),
                        List.of(),
                        List.of("json-file", "local", "none")),
                registries(images.registries()),
                SystemInfo.Swarm.INACTIVE,
                Map.of("crun", new SystemInfo.RuntimePath("crun")),
                List.of(),
                networks.obstacles());
    }

    private static SystemInfo.RegistryConfig registries(RegistrySettings settings) {
        List<String> mirrors = settings.mirrors().stream()
                .map(mirror -> mirror.toString().replaceFirst("/?$", "/"))
                .toList();
        Map<String, SystemInfo.Index> indexes = new TreeMap<>();
        settings.insecure().forEach(name -> indexes.put(name, new SystemInfo.Index(name, List.of(), false, false)));
        indexes.put("docker.io", new SystemInfo.Index("docker.io", mirrors, true, true));
        return new SystemInfo.RegistryConfig(List.of("127.0.0.0/8", "::1/128"), indexes, mirrors);
    }

    private SystemInfo.Counts counts() {
        int running = 0;
        int paused = 0;
        List<String> ids = containers.ids();
        for (String id : ids) {
            ContainerInspect each = containers.inspect(id);
            paused += each.state().paused() ? 1 : 0;
            running += each.state().running() && !each.state().paused() ? 1 : 0;
        }
        return new SystemInfo.Counts(
                ids.size(),
                running,
                paused,
                ids.size() - running - paused,
                images.all().size());
    }

    private static SystemInfo.Host host() {
        return new SystemInfo.Host(
                "linux",
                osRelease("PRETTY_NAME"),
                osRelease("VERSION_ID"),
                line(Path.of("/proc/sys/kernel/osrelease")),
                System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : System.getProperty("os.arch", ""),
                Runtime.getRuntime().availableProcessors(),
                memory());
    }

    private SystemInfo.Engine engine() {
        boolean v2 = unified();
        return new SystemInfo.Engine(
                version,
                "overlay2",
                List.of(List.of("Backing Filesystem", backing())),
                config.dataRoot().toString(),
                "json-file",
                "cgroupfs",
                v2 ? "2" : "1",
                "crun",
                "catatonit",
                AppArmor.onHost()
                        ? List.of("name=apparmor", "name=seccomp,profile=builtin")
                        : List.of("name=seccomp,profile=builtin"),
                true,
                false,
                "",
                "https://index.docker.io/v1/");
    }

    private String backing() {
        try {
            return Files.getFileStore(config.dataRoot()).type();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static boolean unified() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    }

    private static SystemInfo.Limits limits() {
        boolean swap = unified() || Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"));
        boolean forwarding = line(Path.of("/proc/sys/net/ipv4/ip_forward")).equals("1");
        return new SystemInfo.Limits(true, swap, true, true, true, true, true, !unified(), forwarding);
    }

    private static SystemInfo.Proxies proxies() {
        return new SystemInfo.Proxies(env("http_proxy"), env("https_proxy"), env("no_proxy"));
    }

    private static String env(String name) {
        String value = System.getenv(name);
        String upper = System.getenv(name.toUpperCase(java.util.Locale.ROOT));
        return value != null ? value : upper != null ? upper : "";
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch", "");
        return arch.equals("aarch64") ? "arm64" : arch;
    }

    private static long memory() {
        return fact(Path.of("/proc/meminfo"), "MemTotal:")
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) * 1024)
                .orElse(0L);
    }

    private static String osRelease(String key) {
        return fact(Path.of("/etc/os-release"), key + "=")
                .map(value -> value.replace("\"", ""))
                .orElse("");
    }

    private static java.util.Optional<String> fact(Path file, String prefix) {
        try (var lines = Files.lines(file)) {
            return lines.filter(l -> l.startsWith(prefix))
                    .map(l -> l.substring(prefix.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            return java.util.Optional.empty();
        }
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
