package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What {@code run}'s flags say about its container, as members of a service in the canonical form. */
public final class ServiceOverrides {
    private ServiceOverrides() {}

    /** Adds to {@code service} what the flags say, and with it what they add to in the service of the stack file. */
    public static void add(ObjectNode service, JsonNode written, Arguments given, Invocation at) throws IOException {
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
        List<String> variables = new ArrayList<>();
        for (String file : given.list("--env-from-file")) {
            Files.readAllLines(at.cwd().resolve(file)).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(variables::add);
        }
        variables.addAll(given.list("--env"));
        pairs(service, "environment", variables, at);
        pairs(service, "labels", given.list("--label"), null);
        text(service, "user", given.text("--user"));
        text(service, "working_dir", given.text("--workdir"));
        list(service, "cap_add", given.list("--cap-add"));
        list(service, "cap_drop", given.list("--cap-drop"));
        given.list("--publish").forEach(word -> service.withArray("/ports").add(port(word)));
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

    private static void text(ObjectNode service, String member, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            service.put(member, value);
        }
    }

    private static void list(ObjectNode service, String member, List<String> values) {
        values.forEach(value -> service.withArray("/" + member).add(value));
    }

    private static void pairs(
            ObjectNode service, String member, List<String> words, @org.jspecify.annotations.Nullable Invocation at) {
        for (String word : words) {
            int split = word.indexOf('=');
            String name = split < 0 ? word : word.substring(0, split);
            if (split >= 0) {
                service.withObject("/" + member).put(name, word.substring(split + 1));
            } else if (at != null && at.env().containsKey(name)) {
                service.withObject("/" + member).put(name, at.env().get(name));
            } else if (at == null) {
                service.withObject("/" + member).put(name, "");
            }
        }
    }

    /** {@code [[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]}. */
    private static ObjectNode port(String word) {
        ObjectNode port = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        int slash = word.indexOf('/');
        String protocol = slash < 0 ? "tcp" : word.substring(slash + 1);
        String rest = slash < 0 ? word : word.substring(0, slash);
        int last = rest.lastIndexOf(':');
        try {
            port.put("mode", "ingress")
                    .put("target", Integer.parseInt(rest.substring(last + 1)))
                    .put("protocol", protocol);
        } catch (NumberFormatException e) {
            throw new UsageException("-p takes [[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL], not " + word);
        }
        String before = last < 0 ? "" : rest.substring(0, last);
        int colon = before.lastIndexOf(':');
        String published = before.substring(colon + 1);
        if (!published.isEmpty()) {
            port.put("published", published);
        }
        if (colon >= 0) {
            port.put("host_ip", before.substring(0, colon).replace("[", "").replace("]", ""));
        }
        return port;
    }

    /** {@code SOURCE:TARGET[:ro]}, a bind where the source is a path, else a named volume; {@code TARGET} alone is anonymous. */
    private static ObjectNode volume(String word, Invocation at) {
        ObjectNode volume = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        String[] parts = word.split(":", -1);
        if (parts.length > 3 || (parts.length == 3 && !List.of("ro", "rw").contains(parts[2]))) {
            throw new UsageException("-v takes [SOURCE:]TARGET[:ro], not " + word);
        }
        if (parts.length == 1) {
            return volume.put("type", "volume").put("target", word);
        }
        boolean path = parts[0].startsWith("/") || parts[0].startsWith(".") || parts[0].startsWith("~");
        if (path) {
            String home = at.env().getOrDefault("HOME", "~");
            String source = parts[0].startsWith("~/") ? home + parts[0].substring(1) : parts[0];
            volume.put("type", "bind")
                    .put("source", at.cwd().resolve(source).normalize().toString());
            volume.putObject("bind").put("create_host_path", true);
        } else {
            volume.put("type", "volume").put("source", parts[0]);
        }
        volume.put("target", parts[1]);
        if (parts.length == 3 && parts[2].equals("ro")) {
            volume.put("read_only", true);
        }
        return volume;
    }
}
