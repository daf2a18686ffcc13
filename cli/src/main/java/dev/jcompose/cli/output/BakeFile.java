package dev.jcompose.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The builds of a stack as a file for {@code docker buildx bake}, which {@code build --print} shows. */
public final class BakeFile {
    /** Members of {@code build} that bake has under a name of its own. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("context", "context"),
            Map.entry("dockerfile_inline", "dockerfile-inline"),
            Map.entry("args", "args"),
            Map.entry("target", "target"),
            Map.entry("platforms", "platforms"),
            Map.entry("pull", "pull"),
            Map.entry("no_cache", "no-cache"),
            Map.entry("no_cache_filter", "no-cache-filter"),
            Map.entry("network", "network"),
            Map.entry("shm_size", "shm-size"),
            Map.entry("cache_from", "cache-from"),
            Map.entry("cache_to", "cache-to"),
            Map.entry("entitlements", "entitlements"));

    private final String stack;
    private final JsonNode model;

    /** @param model the resolved project */
    public BakeFile(String stack, JsonNode model) {
        this.stack = stack;
        this.model = model;
    }

    /** One target for each of the services, and a group of them all. */
    public ObjectNode of(List<String> services) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ArrayNode group = file.putObject("group").putObject("default").putArray("targets");
        ObjectNode targets = file.putObject("target");
        for (String name : services) {
            group.add(target(name));
            targets.set(target(name), target(name, model.path("services").path(name)));
        }
        return file;
    }

    /** A dot would part a target from its member. */
    private static String target(String service) {
        return service.replace('.', '_');
    }

    private ObjectNode target(String name, JsonNode service) {
        JsonNode build = service.path("build");
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        build.properties().forEach(entry -> {
            String as = SAME.get(entry.getKey());
            if (as != null) {
                target.set(as, entry.getValue());
            }
        });
        if (!build.has("dockerfile_inline")) {
            target.put("dockerfile", build.path("dockerfile").asText("Dockerfile"));
        }
        ObjectNode labels = target.putObject("labels");
        build.path("labels").properties().forEach(entry -> labels.set(entry.getKey(), entry.getValue()));
        labels.put("com.docker.compose.project", stack).put("com.docker.compose.service", name);
        ArrayNode tags = target.putArray("tags").add(service.path("image").asText(stack + "-" + name));
        build.path("tags").forEach(tags::add);
        contexts(build, target);
        secrets(build, target);
        target.putArray("output").add("type=docker");
        return target;
    }

    private static void contexts(JsonNode build, ObjectNode target) {
        build.path("additional_contexts").properties().forEach(entry -> {
            String source = entry.getValue().asText();
            target.withObject("/contexts")
                    .put(
                            entry.getKey(),
                            source.startsWith("service:")
                                    ? "target:" + target(source.substring("service:".length()))
                                    : source);
        });
    }

    private void secrets(JsonNode build, ObjectNode target) {
        for (JsonNode grant : build.path("secrets")) {
            String source = grant.path("source").asText();
            JsonNode secret = model.path("secrets").path(source);
            String from = secret.has("file")
                    ? "type=file,src=" + secret.path("file").asText()
                    : "type=env,env=" + secret.path("environment").asText();
            target.withArray("/secret").add("id=" + grant.path("target").asText(source) + "," + from);
        }
    }
}
