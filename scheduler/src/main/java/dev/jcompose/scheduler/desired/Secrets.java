package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.protocol.InjectedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Secrets and configs as files of a container. */
final class Secrets {

    private final String stack;
    private final Fields project;
    private final boolean local;
    private final Map<String, String> fingerprints;

    /**
     * @param local whether the files that the project names lie on the daemon's host
     * @param fingerprints {@code secrets/NAME} → a keyed digest of its content that tells nothing of it
     */
    Secrets(String stack, Fields project, boolean local, Map<String, String> fingerprints) {
        this.stack = stack;
        this.project = project;
        this.local = local;
        this.fingerprints = fingerprints;
    }

    List<InjectedFile> files(Fields service) {
        List<InjectedFile> files = new ArrayList<>();
        for (String kind : List.of("secrets", "configs")) {
            for (Fields grant : service.items(kind)) {
                files.add(file(kind, grant));
            }
        }
        return List.copyOf(files);
    }

    private InjectedFile file(String kind, Fields grant) {
        String source = grant.text("source");
        String target = grant.has("target") ? grant.text("target") : kind.equals("secrets") ? source : "/" + source;
        if (!target.startsWith("/")) {
            target = (kind.equals("secrets") ? "/run/secrets/" : "/") + target;
        }
        int mode = grant.has("mode") ? Integer.parseInt(grant.text("mode"), 8) : 0444;
        return new InjectedFile(
                id(kind, source),
                target,
                (int) grant.number("uid"),
                (int) grant.number("gid"),
                mode,
                live(kind, source, Stream.of("uid", "gid", "mode").anyMatch(grant::has)));
    }

    /** The file itself is bound, as Compose does, unless its copy is to have an owner or mode of its own. */
    private @Nullable String live(String kind, String source, boolean changed) {
        String file = project.at(kind).at(source).text("file");
        return local && !changed && !file.isEmpty() ? file : null;
    }

    /**
     * Names content and its version, so that a container keeps what it was made with. What nobody has read, as its services are not
     * started, has no version.
     */
    String id(String kind, String source) {
        if (project.at(kind).at(source).flag("external") && !fingerprints.containsKey(kind + "/" + source)) {
            throw EngineException.invalid(kind + "." + source + ".external is not supported: this host keeps no " + kind
                    + " for stacks: give it a file, an environment variable or inline content");
        }
        return stack + "/" + kind + "/" + source + "/" + fingerprints.getOrDefault(kind + "/" + source, "");
    }

    /** Every one has a name in a resolved project: that which it would have anyway says nothing. */
    void noteNames() {
        for (String kind : List.of("secrets", "configs")) {
            project.entries(kind).forEach((key, definition) -> {
                if (definition.node().path("name").asText().equals(stack + "_" + key)) {
                    definition.at("name").reads().note();
                }
            });
        }
    }

    /** Lets a change of content show as a change of the service. */
    void mark(ObjectNode compared) {
        for (String kind : List.of("secrets", "configs")) {
            if (compared.get(kind) instanceof ArrayNode grants) {
                grants.forEach(grant -> mark(kind, (ObjectNode) grant));
            }
        }
    }

    private void mark(String kind, ObjectNode grant) {
        String source = grant.path("source").asText();
        grant.put("content", id(kind, source));
        String live =
                live(kind, source, grant.hasNonNull("uid") || grant.hasNonNull("gid") || grant.hasNonNull("mode"));
        if (live != null) {
            grant.put("live", live);
        }
    }
}
