package dev.jcompose.scheduler.desired;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.compose.canonical.FilePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's image: pulled by its name or built from its {@code build}. */
final class Builds {

    private static final String IMAGE = "docker-image://";
    private static final String SERVICE = "service:";

    private final Fields project;
    private final String stack;
    private final Map<String, byte[]> secrets;

    /** @param secrets contents of {@code secrets/NAME} */
    Builds(Fields project, Map<String, byte[]> secrets) {
        this.project = project;
        this.stack = project.text("name");
        this.secrets = secrets;
    }

    ImageSource image(String name, Fields service) {
        String ref = ref(name, service);
        PullPolicy policy = PullPolicy.of("services." + name, service);
        BuildRequest build = service.has("build") ? request(name, ref, service) : null;
        return new ImageSource(
                ref, service.text("platform"), policy.policy(), policy.refresh(), build, needs(service.at("build")));
    }

    private String ref(String name, Fields service) {
        return service.has("image") ? service.text("image") : stack + "-" + name;
    }

    /** Its name in the context that the client sends. */
    private static String dockerfile(Fields build) {
        String given = build.text("dockerfile");
        String folder = FilePath.clean(build.text("context"));
        String file = FilePath.resolve(folder, given);
        boolean within = file.startsWith(folder + "/");
        return build.has("dockerfile_inline") || !within
                ? BuildRequest.CARRIED_DOCKERFILE
                : file.substring(folder.length() + 1);
    }

    private BuildRequest request(String name, String ref, Fields service) {
        Fields build = service.at("build");
        List<String> tags = new ArrayList<>();
        tags.add(ref);
        tags.addAll(build.list("tags"));
        Map<String, @Nullable String> args = new LinkedHashMap<>();
        build.entries("args").forEach((key, value) -> args.put(key, value.textOrNull()));
        Map<String, String> labels = new LinkedHashMap<>(build.map("labels"));
        labels.put(ComposeLabel.PROJECT, stack);
        labels.put(ComposeLabel.SERVICE, name);
        String context = build.text("context");
        return new BuildRequest(
                dockerfile(build),
                tags,
                args,
                labels,
                build.text("target"),
                platform(service),
                build.text("network"),
                isRemote(context) ? context : "",
                build.list("extra_hosts"),
                named(name, build),
                granted(build),
                entitlements(name, build),
                Resources.NONE.withUlimits(Limits.ulimits(build)),
                Map.of(),
                new BuildRequest.Options(
                        build.flag("no_cache"),
                        noCacheFilter(build),
                        build.flag("pull"),
                        false,
                        false,
                        build.number("shm_size")));
    }

    private static boolean isRemote(String context) {
        return context.contains("://") || context.startsWith("git@");
    }

    private Map<String, byte[]> granted(Fields build) {
        Map<String, byte[]> granted = new LinkedHashMap<>();
        for (Fields grant : build.items("secrets")) {
            byte[] content = secrets.get("secrets/" + grant.text("source"));
            String target = grant.text("target");
            if (content != null) {
                granted.put(target.isEmpty() ? grant.text("source") : target, content);
            }
        }
        return granted;
    }

    /** Of several the service's own, else the node's: those that are not read here are told to have no effect. */
    private static String platform(Fields service) {
        String own = service.text("platform");
        List<Fields> all = service.at("build").items("platforms");
        if (own.isEmpty() && all.size() == 1) {
            return all.getFirst().text();
        }
        all.stream()
                .filter(each -> each.node().asText().equals(own))
                .forEach(each -> each.reads().note());
        return own;
    }

    private Map<String, String> named(String name, Fields build) {
        Map<String, String> named = new LinkedHashMap<>();
        build.map("additional_contexts").forEach((key, value) -> {
            if (value.startsWith(SERVICE)) {
                String other = value.substring(SERVICE.length());
                named.put(key, ref(other, project.at("services").at(other)));
            } else if (value.startsWith(IMAGE)) {
                named.put(key, value.substring(IMAGE.length()));
            } else if (isRemote(value)) {
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "services." + name + ".build.additional_contexts." + key + ": " + value
                                + " is remote, and contexts are not fetched yet: clone it and name the folder");
            } else {
                named.put(key, BuildRequest.FILES);
            }
        });
        return named;
    }

    private static List<String> needs(Fields build) {
        return build.map("additional_contexts").values().stream()
                .filter(value -> value.startsWith(SERVICE))
                .map(value -> value.substring(SERVICE.length()))
                .toList();
    }

    /** What RUN may ask for by {@code --security} and {@code --network}; {@code privileged} is the first of them. */
    private static List<String> entitlements(String name, Fields build) {
        List<String> all = new ArrayList<>(build.list("entitlements"));
        for (String each : all) {
            if (!BuildRequest.ENTITLEMENTS.contains(each)) {
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "services." + name + ".build.entitlements: " + each + " is not known: there are "
                                + String.join(" and ", BuildRequest.ENTITLEMENTS));
            }
        }
        if (build.flag("privileged")) {
            all.add(BuildRequest.INSECURE);
        }
        return List.copyOf(all);
    }

    private static List<String> noCacheFilter(Fields build) {
        return build.node().path("no_cache_filter").isTextual()
                ? List.of(build.text("no_cache_filter"))
                : build.list("no_cache_filter");
    }
}
