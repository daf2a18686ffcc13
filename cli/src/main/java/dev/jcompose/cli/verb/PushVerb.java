package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ImageStream;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code push}: the images that the stack builds. */
public final class PushVerb implements Verb {
    @Override
    public String summary() {
        return "Push service images";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--ignore-push-failures", "Push what it can and ignores images with push failures")
                .flag("--include-deps", "Also push images of services declared as dependencies")
                .flag("-q,--quiet", "Push without printing progress information");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Project project = Project.load(at, given.words());
        List<String> services = Selection.of(project, given.words(), given.flag("--include-deps"));
        return push(project, Stack.of(project, at), services, given);
    }

    /** @param given of this verb, or of one that pushes too */
    static int push(Project project, Stack stack, List<String> services, Arguments given) throws IOException {
        Invocation at = stack.at();
        Set<String> images = new LinkedHashSet<>();
        for (String name : services) {
            JsonNode service = project.service(name);
            if (service.hasNonNull("build") && service.hasNonNull("image")) {
                images.add(service.get("image").asText());
                service.path("build").path("tags").forEach(tag -> images.add(tag.asText()));
            } else if (!given.flag("--quiet")) {
                at.err().println(" " + name + " Skipped - it has not both build and image");
            }
        }
        if (at.globals().dryRun()) {
            images.forEach(image -> at.out().println("push image " + image));
            return 0;
        }
        RegistryLogins logins = new RegistryLogins(at);
        int code = 0;
        for (String image : images) {
            int colon = image.lastIndexOf(':');
            boolean tagged = colon > image.lastIndexOf('/');
            Call call = Call.post(Target.of("/images/{}/push", tagged ? image.substring(0, colon) : image)
                            .query("tag", tagged ? image.substring(colon + 1) : "latest"))
                    .with("X-Registry-Auth", logins.header(RegistryLogins.registryOf(image)));
            try {
                ImageStream.run(stack.client(), call, image, at.err(), given.flag("--quiet"));
            } catch (EngineException e) {
                at.err().println(e.getMessage());
                code = given.flag("--ignore-push-failures") ? code : 1;
            }
        }
        return code;
    }
}
