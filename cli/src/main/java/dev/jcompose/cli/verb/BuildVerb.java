package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.BuildContext;
import dev.jcompose.cli.ImageStream;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.ArrayList;
import java.util.List;

/** {@code build}: the services' images, one after the other, through the engine's builder. */
public final class BuildVerb implements Verb {
    @Override
    public String summary() {
        return "Build or rebuild services";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.list("--build-arg", "stringArray", "Set build-time variables for services")
                .text("--builder", "string", "Set builder to use (not yet)")
                .flag("--check", "Check build configuration (not yet)")
                .text("-m,--memory", "bytes", "Set memory limit for the build container (not yet)")
                .flag("--no-cache", "Do not use cache when building the image")
                .flag("--print", "Print equivalent bake file (not yet)")
                .text("--provenance", "string", "Add a provenance attestation (not yet)")
                .flag("--pull", "Always attempt to pull a newer version of the image")
                .flag("--push", "Push service images")
                .flag("-q,--quiet", "Suppress the build output")
                .text("--sbom", "string", "Add a SBOM attestation (not yet)")
                .text("--ssh", "string", "Set SSH authentications used when building service images (not yet)")
                .flag("--with-dependencies", "Also build dependencies (transitively)")
                .hidden(old -> old.flag("--compress", "Deprecated")
                        .flag("--force-rm", "Deprecated")
                        .flag("--no-rm", "Deprecated")
                        .flag("--parallel", "Deprecated")
                        .text("--progress", "string", "Deprecated"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        NotYet.refuse(given, "--builder", "--check", "--memory", "--print", "--provenance", "--sbom", "--ssh");
        Project project = Project.load(at, given.words());
        List<String> services = Selection.of(project, given.words(), given.flag("--with-dependencies")).stream()
                .filter(name -> project.service(name).hasNonNull("build"))
                .toList();
        if (services.isEmpty()) {
            at.err().println("No services to build");
            return 0;
        }
        Stack stack = Stack.of(project, at);
        String logins = new RegistryLogins(at).headerOfAll();
        for (String name : services) {
            if (!given.flag("--quiet")) {
                at.err().println(" Image " + image(project, name) + "  Building");
            }
            build(project, name, stack, given, logins);
            at.err().println(" Image " + image(project, name) + "  Built");
        }
        return given.flag("--push") ? new PushVerb().run(given, at) : 0;
    }

    /** The name that the built image gets. */
    private static String image(Project project, String service) {
        return project.service(service).path("image").asText(project.name() + "-" + service);
    }

    private static void build(Project project, String name, Stack stack, Arguments given, String logins)
            throws Exception {
        JsonNode build = project.service(name).get("build");
        BuildContext context = BuildContext.of(name, build);
        ObjectNode args =
                build.path("args").isObject() ? build.get("args").deepCopy() : JsonNodeFactory.instance.objectNode();
        for (String word : given.list("--build-arg")) {
            int at = word.indexOf('=');
            if (at < 0 && !stack.at().env().containsKey(word)) {
                throw new UsageException(
                        "--build-arg takes NAME=VALUE, or the name of a variable that is set, not " + word);
            }
            args.put(
                    at < 0 ? word : word.substring(0, at),
                    at < 0 ? stack.at().env().get(word) : word.substring(at + 1));
        }
        List<String> tags = new ArrayList<>(List.of(image(project, name)));
        build.path("tags").forEach(tag -> tags.add(tag.asText()));
        Target target = new Target("/build")
                .query("dockerfile", context.dockerfile())
                .query("buildargs", args.toString())
                .query("target", build.path("target").asText(""))
                .query("networkmode", build.path("network").asText(""))
                .query(
                        "labels",
                        build.path("labels").isObject() ? build.path("labels").toString() : "")
                .query(
                        "nocache",
                        given.flag("--no-cache") || build.path("no_cache").asBoolean())
                .query("pull", given.flag("--pull") || build.path("pull").asBoolean())
                .query("rm", true);
        for (String tag : tags) {
            target = target.query("t", tag);
        }
        try (var tar = context.tar()) {
            Call call = Call.upload("POST", target, "application/x-tar", tar).with("X-Registry-Config", logins);
            ImageStream.run(stack.client(), call, name, stack.at().err(), given.flag("--quiet"));
        }
    }
}
