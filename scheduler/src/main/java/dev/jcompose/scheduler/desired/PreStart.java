package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.scheduler.protocol.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hook of {@code pre_start}: its service's container with what the hook replaces, for one run.
 *
 * @param index in the list of its service, from 0
 * @param template the container without the volumes of the service, which it takes from a container
 */
public record PreStart(int index, ContainerTemplate template) {

    /** What belongs to a container that serves, and to the volumes, which are shared. */
    private static final List<String> NOT_OF_A_HOOK = List.of(
            "command",
            "entrypoint",
            "expose",
            "healthcheck",
            "labels",
            "links",
            "mac_address",
            "ports",
            "restart",
            "stdin_open",
            "tty",
            "volumes");

    /** Two containers that exist at one time cannot have one address. */
    private static final List<String> ADDRESSES =
            List.of("ipv4_address", "ipv6_address", "link_local_ips", "mac_address");

    static List<PreStart> of(Fields service, ContainerTemplate template) {
        List<PreStart> hooks = new ArrayList<>();
        for (Fields hook : service.items("pre_start")) {
            if (hook.flag("per_replica")) {
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "services." + template.serviceName() + ".pre_start[" + hooks.size()
                                + "].per_replica: true is not supported, as in Compose: a hook runs once for all replicas;"
                                + " leave it out");
            }
            hooks.add(new PreStart(hooks.size(), template(service, hook, template)));
        }
        return List.copyOf(hooks);
    }

    private static ContainerTemplate template(Fields service, Fields hook, ContainerTemplate of) {
        ObjectNode laid = service.node().deepCopy();
        laid.remove(NOT_OF_A_HOOK);
        if (laid.get("deploy") instanceof ObjectNode deploy) {
            deploy.remove("restart_policy");
        }
        laid.path("networks").forEach(joined -> {
            if (joined instanceof ObjectNode endpoint) {
                endpoint.remove(ADDRESSES);
            }
        });
        String image = hook.text("image");
        if (!image.isEmpty() && !image.equals(of.image())) {
            laid.remove("user"); // another image knows other users
        }
        for (String key : List.of("user", "working_dir")) {
            if (!hook.text(key).isEmpty()) {
                laid.put(key, hook.text(key));
            }
        }
        Boolean privileged = hook.flagOrNull("privileged");
        if (privileged != null) {
            laid.put("privileged", privileged);
        }
        List<String> command = hook.listOrNull("command");
        if (command != null) {
            command.forEach(laid.putArray("command")::add);
        }
        ObjectNode environment = laid.withObjectProperty("environment");
        hook.entries("environment").forEach((key, value) -> environment.put(key, value.textOrNull()));
        Fields fields = new Fields(laid, Reads.UNNOTED);
        Map<String, String> labels = new TreeMap<>(of.labels());
        labels.keySet().removeAll(ComposeLabel.said(labels).keySet());
        labels.remove(ComposeLabel.CONFIG_HASH);
        labels.put(ComposeLabel.ONE_OFF, "True");
        labels.put(ComposeLabel.HOOK, "pre_start");
        return of.with(
                fields,
                image.isEmpty() ? of.image() : image,
                new Mounts("services." + of.serviceName(), fields, Map.of()),
                labels);
    }

    /** Reference of its image. */
    public String image() {
        return template.image();
    }

    /**
     * The hook's container.
     *
     * @param id of the task
     * @param shared the task whose container's volumes it has
     * @param apply names the request
     */
    public Task task(String id, ServiceSpec service, Task shared, String apply) {
        String name = shared.stack() + "-" + service.name() + "-pre_start-" + index;
        return new Task(
                id,
                shared.stack(),
                service.name(),
                index + 1,
                true,
                name,
                apply,
                service.compared(),
                container(name, shared.name()),
                service.files(),
                List.of(),
                List.of());
    }

    private CreateContainer container(String name, String shared) {
        ObjectNode fields = template.service().node().deepCopy();
        fields.withArrayProperty("volumes_from").add("container:" + shared);
        return template.with(new Fields(fields, Reads.UNNOTED), template.image(), template.mounts(), template.labels())
                .replica(name, Map.of(), false);
    }
}
