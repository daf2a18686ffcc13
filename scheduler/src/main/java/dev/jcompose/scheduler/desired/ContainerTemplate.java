package dev.jcompose.scheduler.desired;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.Healthcheck;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.container.HostConfig.Reach;
import dev.jcompose.api.container.LogConfig;
import dev.jcompose.api.container.Running;
import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.NetworkingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service's container as Docker's clients would create it.
 *
 * @param containerName of another service's replica, by service
 */
record ContainerTemplate(
        Fields service,
        String serviceName,
        String image,
        Endpoints endpoints,
        Mounts mounts,
        Map<String, String> labels,
        java.util.function.UnaryOperator<String> containerName) {

    /** The same service's, for what is like it. Its networks' names stay. */
    ContainerTemplate with(Fields other, String itsImage, Mounts itsMounts, Map<String, String> itsLabels) {
        return new ContainerTemplate(
                other, serviceName, itsImage, endpoints.of(other), itsMounts, itsLabels, containerName);
    }

    /** @param more labels of this replica */
    CreateContainer replica(String name, Map<String, String> more, boolean aliases) {
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(more);
        return new CreateContainer(
                config(all),
                new HostConfig(
                        namespaces(),
                        mounts.storage(volumesFrom()),
                        reach(),
                        security(),
                        running(),
                        Limits.of(service)),
                new NetworkingConfig(endpoints.settings(serviceName, name, links(), aliases)));
    }

    private ContainerConfig config(Map<String, String> all) {
        return new ContainerConfig(
                new ContainerConfig.Identity(service.text("hostname"), service.text("domainname"), false, ""),
                new ContainerConfig.Stdio(false, true, true, service.flag("tty"), service.flag("stdin_open"), false),
                new Command(
                        service.listOrNull("entrypoint"),
                        service.listOrNull("command"),
                        environment(),
                        service.text("working_dir"),
                        service.text("user"),
                        List.of()),
                new ContainerConfig.Stopping(service.text("stop_signal"), stopTimeout()),
                image,
                all,
                Ports.exposed("services." + serviceName, service),
                mounts.anonymous(),
                healthcheck(),
                List.of());
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>();
        service.entries("environment").forEach((key, value) -> {
            String text = value.textOrNull();
            environment.add(text == null ? key : key + "=" + text);
        });
        return List.copyOf(environment);
    }

    private @Nullable Integer stopTimeout() {
        return service.has("stop_grace_period")
                ? (int) Math.ceilDiv(service.duration("stop_grace_period"), 1_000_000_000L)
                : null;
    }

    private @Nullable Healthcheck healthcheck() {
        if (!service.has("healthcheck")) {
            return null;
        }
        Fields check = service.at("healthcheck");
        if (check.has("start_interval") && !check.has("start_period")) {
            throw EngineException.invalid(
                    "services." + serviceName
                            + ".healthcheck.start_interval requires healthcheck.start_period to be set: only within that it counts");
        }
        List<String> given = check.list("test");
        List<String> test = check.flag("disable") ? List.of("NONE") : given;
        return new Healthcheck(
                test,
                check.duration("interval"),
                check.duration("timeout"),
                check.duration("start_period"),
                check.duration("start_interval"),
                (int) check.number("retries"));
    }

    private Namespaces namespaces() {
        List<String> networks = endpoints.names();
        String mode = service.text("network_mode");
        return new Namespaces(
                mode.isEmpty() ? networks.isEmpty() ? "none" : networks.getFirst() : shared(mode),
                shared(service.text("ipc")),
                shared(service.text("pid")),
                service.text("uts"),
                service.shown().text("userns_mode"),
                service.text("cgroup"),
                "");
    }

    private String shared(String mode) {
        return mode.startsWith("service:") ? "container:" + containerName.apply(mode.substring(8)) : mode;
    }

    private List<String> volumesFrom() {
        return service.list("volumes_from").stream()
                .map(from -> from.startsWith("container:") ? from.substring(10) : ofService(from))
                .toList();
    }

    private String ofService(String from) {
        int colon = from.indexOf(':');
        String name = containerName.apply(colon < 0 ? from : from.substring(0, colon));
        return colon < 0 ? name : name + from.substring(colon);
    }

    /** By the name that the file gives, by service and number, and by the container's own name, as Compose does. */
    private List<String> links() {
        List<String> links = new ArrayList<>();
        for (String link : service.list("links")) {
            int colon = link.indexOf(':');
            String linked = colon < 0 ? link : link.substring(0, colon);
            String target = containerName.apply(linked);
            links.add(target + ":" + (colon < 0 ? link : link.substring(colon + 1)));
            links.add(target + ":" + linked + "-1");
            links.add(target + ":" + target);
        }
        for (String link : service.list("external_links")) {
            links.add(link.contains(":") ? link : link + ":" + link);
        }
        return List.copyOf(links);
    }

    private Reach reach() {
        List<String> hosts = service.list("extra_hosts").stream()
                .map(host -> host.contains("=") ? host.replaceFirst("=", ":") : host)
                .toList();
        return new Reach(
                Ports.bindings(service),
                false,
                service.list("dns"),
                service.list("dns_opt"),
                service.list("dns_search"),
                hosts,
                NetworkModes.isDefault(service.text("network_mode")) ? links() : List.of());
    }

    private Security security() {
        return new Security(
                service.flag("privileged"),
                service.list("cap_add"),
                service.list("cap_drop"),
                service.list("security_opt"),
                service.list("group_add"),
                service.map("sysctls"),
                null,
                null);
    }

    private Running running() {
        return new Running(
                Restarts.of("services." + serviceName, service),
                new LogConfig(
                        service.at("logging").text("driver"),
                        service.at("logging").map("options")),
                false,
                service.flagOrNull("init"),
                service.text("runtime"),
                (int) service.number("oom_score_adj"),
                List.of(0, 0),
                "",
                "",
                service.map("annotations"));
    }
}
