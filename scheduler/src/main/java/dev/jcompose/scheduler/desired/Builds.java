package dev.jcompose.scheduler.desired;

import dev.jcompose.api.build.BuildRequest;
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
        Policy policy = switch (service.text("pull_policy")) {
            case "always" -> Policy.ALWAYS;
            case "never" -> Policy.NEVER;
            case "build" -> Policy.BUILD;
            default -> Policy.MISSING;
        };
        BuildRequest build = service.has("build") ? request(stack, name, ref, service, secrets) : null;
        return new ImageSource(ref, service.text("platform"), policy, build);
    }

    private static BuildRequest request(
            String stack, String name, String ref, Fields service, Map<String, byte[]> secrets) {
        Fields build = service.at("build");
        List<String> tags = new ArrayList<>();
        tags.add(ref);
        tags.addAll(build.list("tags"));
        Map<String, @Nullable String> args = new LinkedHashMap<>();
        build.entries("args")
                .forEach((key, value) -> args.put(
                        key, value.node().isNull() ? null : value.node().asText()));
        Map<String, String> labels = new LinkedHashMap<>(build.map("labels"));
        labels.put(ComposeLabel.PROJECT, stack);
        labels.put(ComposeLabel.SERVICE, name);
        Map<String, byte[]> granted = new LinkedHashMap<>();
        for (Fields grant : build.items("secrets")) {
            byte[] content = secrets.get("secrets/" + grant.text("source"));
            if (content != null) {
                granted.put(grant.has("target") ? grant.text("target") : grant.text("source"), content);
            }
        }
        String context = build.text("context");
        boolean remote = context.contains("://") || context.startsWith("git@");
        return new BuildRequest(
                build.has("dockerfile_inline") ? "Dockerfile.inline" : build.text("dockerfile"),
                tags,
                args,
                labels,
                build.text("target"),
                service.text("platform"),
                build.text("network"),
                remote ? context : "",
                build.list("extra_hosts"),
                build.list("cache_from"),
                granted,
                Map.of(),
                new BuildRequest.Options(
                        build.flag("no_cache"), build.flag("pull"), true, false, false, build.number("shm_size")));
    }
}
