package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.Running;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkingConfig;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.scheduler.protocol.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container for one command: a service with what the command line replaces.
 *
 * @param spec the stack with that service in the service's place
 */
public record OneOff(StackSpec spec, RunRequest request, String slug) {

    /** Reads the project with the overrides laid over the service. */
    public static OneOff of(StackRequest stack, RunRequest request, String slug, Map<String, String> fingerprints) {
        ObjectNode project = stack.project().deepCopy();
        if (!(project.path("services").path(request.service()) instanceof ObjectNode service)) {
            throw EngineException.notFound("no such service: " + request.service());
        }
        service.remove(List.of("container_name", "restart", "scale"));
        if (!request.servicePorts()) {
            service.remove("ports");
        }
        request.overrides().properties().forEach(entry -> {
            if (entry.getKey().equals("environment") && service.get("environment") instanceof ObjectNode environment) {
                entry.getValue().properties().forEach(more -> environment.set(more.getKey(), more.getValue()));
            } else {
                service.set(entry.getKey(), entry.getValue());
            }
        });
        return new OneOff(StackReader.read(project, stack.origin(), stack.files(), fingerprints), request, slug);
    }

    /** What is brought up before it, those among them that it could do without. */
    public List<String> dependencies() {
        return service().dependencies().stream()
                .map(Dependency::service)
                .filter(spec.services()::containsKey)
                .toList();
    }

    private ServiceSpec service() {
        ServiceSpec service = spec.services().get(request.service());
        if (service == null) {
            throw EngineException.notFound("no such service: " + request.service());
        }
        return service;
    }

    public Task task(String id) {
        ServiceSpec service = service();
        String name = request.name().isEmpty() ? spec.name() + "-" + service.name() + "-run-" + slug : request.name();
        return new Task(
                id,
                spec.name(),
                service.name(),
                1,
                true,
                name,
                slug,
                service.compared(),
                container(service.replica().apply(1), name),
                service.files(),
                service.postStart(),
                service.preStop());
    }

    private CreateContainer container(CreateContainer replica, String name) {
        Map<String, String> labels = new TreeMap<>(replica.config().labels());
        labels.put(ComposeLabel.ONE_OFF, "True");
        labels.put(ComposeLabel.SLUG, slug);
        Map<String, @Nullable EndpointSettings> endpoints = new LinkedHashMap<>();
        replica.networkingConfig().endpointsConfig().forEach((network, settings) -> {
            if (settings != null) {
                endpoints.put(network, settings.withAliases(request.useAliases() ? settings.aliases() : List.of(name)));
            }
        });
        HostConfig host = replica.hostConfig();
        Running running = host.running();
        return new CreateContainer(
                replica.config()
                        .withLabels(labels)
                        .withStdio(stdio(replica.config().stdio())),
                host.withRunning(new Running(
                        running.restartPolicy(),
                        running.logConfig(),
                        request.autoRemove(),
                        running.init(),
                        running.runtime(),
                        running.oomScoreAdj(),
                        request.consoleSize().isEmpty() ? running.consoleSize() : request.consoleSize(),
                        running.isolation(),
                        running.containerIdFile(),
                        running.annotations())),
                new NetworkingConfig(endpoints));
    }

    /** Whoever runs a one-off with input is its only writer: its end is the container's. */
    private static ContainerConfig.Stdio stdio(ContainerConfig.Stdio service) {
        return new ContainerConfig.Stdio(
                service.openStdin(),
                service.attachStdout(),
                service.attachStderr(),
                service.tty(),
                service.openStdin(),
                service.openStdin());
    }
}
