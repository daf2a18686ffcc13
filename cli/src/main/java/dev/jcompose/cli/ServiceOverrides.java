package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.compose.canonical.PortSpec;
import dev.jcompose.compose.canonical.SpecException;
import dev.jcompose.compose.canonical.VolumeSpec;
import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.environment.EnvironmentFiles;
import dev.jcompose.compose.source.Room;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code run}'s flags say about its container, as members of a service in the canonical form. */
public final class ServiceOverrides {
    private ServiceOverrides() {}

    /**
     * Adds to {@code service} what the flags say, and with it what they add to in the service of the stack file.
     *
     * @param variables of the project
     */
    public static void add(
            ObjectNode service, JsonNode written, Arguments given, Map<String, String> variables, Invocation at) {
        keep(service, written, given, "--label", "labels");
        keep(service, written, given, "--cap-add", "cap_add");
        keep(service, written, given, "--cap-drop", "cap_drop");
        keep(service, written, given, "--volume", "volumes");
        if (given.flag("--service-ports")) {
            keep(service, written, given, "--publish", "ports");
        }
        String entrypoint = given.text("--entrypoint");
        if (entrypoint != null) {
            var words = service.putArray("entrypoint");
            if (!entrypoint.isEmpty()) {
                List.of(entrypoint.strip().split("\\s+")).forEach(words::add);
            }
            if (!service.has("command")) {
                service.putArray("command");
            }
        }
        Map<String, String> environment = environment(given, variables, at);
        environment.forEach(service.withObject("/environment")::put);
        for (String label : given.list("--label")) {
            int split = label.indexOf('=');
            String name = split < 0 ? label : label.substring(0, split);
            service.withObject("/labels").put(name, split < 0 ? "" : label.substring(split + 1));
        }
        text(service, "user", given.text("--user"));
        text(service, "working_dir", given.text("--workdir"));
        list(service, "cap_add", given.list("--cap-add"));
        list(service, "cap_drop", given.list("--cap-drop"));
        given.list("--publish").forEach(word -> ports(service.withArray("/ports"), word));
        given.list("--volume").forEach(word -> mount(service.withArray("/volumes"), volume(word, at)));
    }

    private static void keep(ObjectNode service, JsonNode written, Arguments given, String option, String member) {
        if (given.has(option) && written.hasNonNull(member)) {
            service.set(member, written.get(member).deepCopy());
        }
    }

    private static void mount(ArrayNode mounts, ObjectNode mount) {
        for (int i = mounts.size() - 1; i >= 0; i--) {
            if (mounts.get(i).path("target").equals(mount.get("target"))) {
                mounts.remove(i);
            }
        }
        mounts.add(mount);
    }

    private static void text(ObjectNode service, String member, @Nullable String value) {
        if (value != null) {
            service.put(member, value);
        }
    }

    private static void list(ObjectNode service, String member, List<String> values) {
        values.forEach(value -> service.withArray("/" + member).add(value));
    }

    /** A name alone takes the project's value; what a file says goes before that, and after what is given here. */
    private static Map<String, String> environment(Arguments given, Map<String, String> variables, Invocation at) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String word : given.list("--env")) {
            int split = word.indexOf('=');
            String value = split < 0 ? variables.get(word) : word.substring(split + 1);
            if (value != null) {
                environment.put(split < 0 ? word : word.substring(0, split), value);
            }
        }
        for (String file : given.list("--env-from-file")) {
            Map<String, String> read = new LinkedHashMap<>();
            try {
                EnvironmentFiles.read(at.cwd().resolve(file), "", Room.USUAL, environment::get, read, _ -> {});
            } catch (EnvironmentFileException e) {
                throw EngineException.invalid(e.position() + ": " + e.getMessage());
            }
            read.forEach(environment::putIfAbsent);
        }
        return environment;
    }

    /** Each port of a range is one of its own. */
    private static void ports(ArrayNode ports, String word) {
        try {
            for (PortSpec each : PortSpec.parse(word)) {
                ObjectNode port = ports.addObject();
                port.put("mode", "ingress").put("target", each.target()).put("protocol", each.protocol());
                text(port, "published", unlessEmpty(each.published()));
                text(port, "host_ip", unlessEmpty(each.hostIp()));
            }
        } catch (SpecException e) {
            throw new UsageException(
                    "--publish " + word + ": " + e.getMessage() + ". It takes [[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]");
        }
    }

    /** A bind where the source is a path, which is taken from the caller's folder; else a named volume, or an anonymous one. */
    private static ObjectNode volume(String word, Invocation at) {
        VolumeSpec spec;
        try {
            spec = VolumeSpec.parse(word);
        } catch (SpecException e) {
            throw new UsageException(
                    "--volume " + word + ": " + e.getMessage() + ". It takes [SOURCE:]TARGET[:OPTIONS]");
        }
        ObjectNode volume = JsonNodeFactory.instance.objectNode();
        volume.put("type", spec.isBind() ? "bind" : "volume").put("target", spec.target());
        String home = at.env().getOrDefault("HOME", "~");
        String source = spec.source().startsWith("~/") ? home + spec.source().substring(1) : spec.source();
        text(
                volume,
                "source",
                unlessEmpty(spec.isBind() ? at.cwd().resolve(source).normalize().toString() : source));
        if (spec.readOnly()) {
            volume.put("read_only", true);
        }
        if (spec.isBind()) {
            ObjectNode bind = volume.putObject("bind").put("create_host_path", true);
            text(bind, "propagation", spec.propagation());
            text(bind, "selinux", spec.selinux());
        }
        if (spec.nocopy()) {
            volume.putObject("volume").put("nocopy", true);
        }
        return volume;
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
