package dev.jcompose.scheduler.desired;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.scheduler.desired.ImageSource.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's image: pulled by its name or built from its {@code build}. */
final class Builds {

    private Builds() {}

    static ImageSource image(String stack, String name, Fields service, Map<String, byte[]> secrets) {
        String ref = service.has("image") ? service.text("image") : stack + "-" + name;
        String given = service.text("pull_policy");
        Policy policy = switch (given) {
            case "always" -> Policy.ALWAYS;
            case "never" -> Policy.NEVER;
            case "build" -> Policy.BUILD;
            case "", "missing", "if_not_present" -> Policy.MISSING;
            default ->
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "services." + name + ".pull_policy: " + given
                                + " is not supported yet: use always, missing, never or build");
        };
        BuildRequest build = service.has("build") ? request(stack, name, ref, service, secrets) : null;
        return new ImageSource(ref, service.text("platform"), policy, build);
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

    private static BuildRequest request(
            String stack, String name, String ref, Fields service, Map<String, byte[]> secrets) {
        Fields build = service.at("build");
        List<String> tags = new ArrayList<>();
        tags.add(ref);
        tags.addAll(build.list("tags"));
        Map<String, @Nullable String> args = new LinkedHashMap<>();
        build.entries("args").forEach((key, value) -> args.put(key, value.textOrNull()));
        Map<String, String> labels = new LinkedHashMap<>(build.map("labels"));
        labels.put(ComposeLabel.PROJECT, stack);
        labels.put(ComposeLabel.SERVICE, name);
        Map<String, byte[]> granted = new LinkedHashMap<>();
        for (Fields grant : build.items("secrets")) {
            byte[] content = secrets.get("secrets/" + grant.text("source"));
            String target = grant.text("target");
            if (content != null) {
                granted.put(target.isEmpty() ? grant.text("source") : target, content);
            }
        }
        String context = build.text("context");
        boolean remote = context.contains("://") || context.startsWith("git@");
        return new BuildRequest(
                dockerfile(build),
                tags,
                args,
                labels,
                build.text("target"),
                service.text("platform"),
                build.text("network"),
                remote ? context : "",
                build.list("extra_hosts"),
                List.of(),
                granted,
                Map.of(),
                new BuildRequest.Options(
                        build.flag("no_cache"), build.flag("pull"), true, false, false, build.number("shm_size")));
    }
}
