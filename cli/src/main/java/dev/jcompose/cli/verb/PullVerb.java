package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code pull}: has the daemon carry out a plan of image steps, each image once. */
public final class PullVerb implements Verb {
    private static final Map<String, String> WITHOUT_MEANING = Map.of(
            "--parallel", "images are pulled at once",
            "--no-parallel", "images are pulled at once");

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
                .takes("missing", "always")
                .flag("-q,--quiet", "Pull without printing progress information")
                .hidden(old -> old.flag("--parallel", "Deprecated").flag("--no-parallel", "Deprecated"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        at.tellWithoutMeaning(given, WITHOUT_MEANING);
        String policy = given.text("--policy", "");
        if (!Set.of("", "always", "missing").contains(policy)) {
            throw new UsageException("invalid --policy \"" + policy + "\": it takes always or missing");
        }
        Project project = Project.load(at, given.words());
        Stack stack = Stack.of(project, at);
        boolean dependencies = given.flag("--include-deps");
        Application application =
                Application.ofImages(project, stack, given.words(), ApplyFlags.images(policy, dependencies));
        ImagesRequest request = new ImagesRequest(
                application.request(), Map.of(), false, false, 0, false, given.flag("--ignore-buildable"));
        PlanView plan = stack.planned("pull", request);
        List<String> services = Selection.of(project, given.words(), dependencies);
        if (!given.flag("--quiet")) {
            skipped(project, services, plan, at);
        }
        int code = stack.carryOut(
                "pull",
                at.globals().dryRun() ? request : request.with(application.ready(plan)),
                given.flag("--quiet") ? "quiet" : at.globals().progress());
        if (code != 0) {
            tellWhatCanBeBuilt(project, services, stack);
        }
        return given.flag("--ignore-pull-failures") ? 0 : code;
    }

    private static void tellWhatCanBeBuilt(Project project, List<String> services, Stack stack) {
        String missing = services.stream()
                .filter(name -> project.service(name).hasNonNull("build"))
                .filter(name -> isMissing(project.service(name).path("image").asText(""), stack))
                .collect(Collectors.joining(" "));
        if (!missing.isEmpty()) {
            stack.at()
                    .err()
                    .println("Some service image(s) must be built from source by running:\n    jcompose build "
                            + missing);
        }
    }

    private static boolean isMissing(String image, Stack stack) {
        try {
            stack.client().get(Target.of("/images/{}/json", image), JsonNode.class);
            return false;
        } catch (EngineException e) {
            return !image.isEmpty() && e.kind() == ErrorKind.NOT_FOUND;
        }
    }

    private static void skipped(Project project, List<String> services, PlanView plan, Invocation at) {
        Set<String> pulled = plan.steps().stream().map(PlanView.Step::name).collect(Collectors.toSet());
        for (String name : services) {
            JsonNode service = project.service(name);
            String image = service.path("image").asText("");
            if (!pulled.contains(image)) {
                String skipped = image.isEmpty()
                        ? name + " Skipped No image to be pulled"
                        : "Image " + image + " Skipped "
                                + (service.hasNonNull("build")
                                        ? "Image can be built"
                                        : "Image is already present locally");
                at.err().println(" " + skipped);
            }
        }
    }
}
