package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ImageStream;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pull}: each image once, whatever number of services use it. */
public final class PullVerb implements Verb {
    @Override
    public String summary() {
        return "Pull service images";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--ignore-buildable", "Ignore images that can be built")
                .flag("--ignore-pull-failures", "Pull what it can and ignores images with pull failures")
                .flag("--include-deps", "Also pull services declared as dependencies")
                .text("--policy", "string", "Apply pull policy (\"missing\"|\"always\")")
                .flag("-q,--quiet", "Pull without printing progress information")
                .hidden(old -> old.flag("--parallel", "Deprecated").flag("--no-parallel", "Deprecated"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Project project = Project.load(at, given.words());
        Stack stack = Stack.of(project, at);
        List<String> services = Selection.of(project, given.words(), given.flag("--include-deps"));
        Map<String, JsonNode> images = new LinkedHashMap<>();
        for (String name : services) {
            JsonNode service = project.service(name);
            boolean buildable = service.hasNonNull("build");
            if (service.hasNonNull("image") && !(buildable && (given.flag("--ignore-buildable") || isBuilt(service)))) {
                images.putIfAbsent(service.get("image").asText(), service);
            } else {
                at.err().println(" " + name + "  Skipped - " + (buildable ? "it is built" : "it names no image"));
            }
        }
        RegistryLogins logins = new RegistryLogins(at);
        int code = 0;
        for (Map.Entry<String, JsonNode> image : images.entrySet()) {
            if (given.text("--policy", "").equals("missing") && present(stack, image.getKey())) {
                continue;
            }
            Call call = Call.post(new Target("/images/create")
                            .query("fromImage", image.getKey())
                            .query("platform", image.getValue().path("platform").asText("")))
                    .with("X-Registry-Auth", logins.header(RegistryLogins.registryOf(image.getKey())));
            try {
                ImageStream.run(stack.client(), call, image.getKey(), at.err(), given.flag("--quiet"));
            } catch (EngineException e) {
                at.err().println(e.getMessage());
                code = given.flag("--ignore-pull-failures") ? code : 1;
            }
        }
        return code;
    }

    private static boolean isBuilt(JsonNode service) {
        return service.path("pull_policy").asText("").equals("build");
    }

    private static boolean present(Stack stack, String image) {
        try {
            stack.client().get(Target.of("/images/{}/json", image), JsonNode.class);
            return true;
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
