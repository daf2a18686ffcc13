package dev.jcompose.cli.verb;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.jcompose.api.json.Json;
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
import dev.jcompose.cli.output.BakeFile;
import dev.jcompose.compose.bind.BindException;
import dev.jcompose.compose.bind.Units;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code build}: has the daemon carry out a plan of image steps, the same ones that {@code up --build} begins with. */
public final class BuildVerb implements Verb {
    private static final Map<String, String> WITHOUT_MEANING = Map.of(
            "--compress", "a build context is read where it is",
            "--force-rm", "a step leaves no container behind",
            "--no-rm", "a step leaves no container behind",
            "--parallel", "images that do not wait for each other are built at once");

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
                .flag("--check", "Check build configuration")
                .text("-m,--memory", "bytes", "Set memory limit for the build container")
                .flag("--no-cache", "Do not use cache when building the image")
                .flag("--print", "Print equivalent bake file")
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
        at.tellWithoutMeaning(given, WITHOUT_MEANING);
        NotYet.refuse(given, "--builder", "--provenance", "--sbom", "--ssh");
        long memory = memory(given.text("--memory", "0"));
        Project project = Project.load(at, given.words());
        boolean dependencies = given.flag("--with-dependencies");
        List<String> services = Selection.of(project, given.words(), dependencies).stream()
                .filter(name -> project.service(name).hasNonNull("build"))
                .toList();
        if (services.isEmpty()) {
            at.err().println("No services to build");
            return 0;
        }
        if (given.flag("--print")) {
            print(project, services, at);
            return 0;
        }
        Stack stack = Stack.of(project, at);
        Application application =
                Application.ofBuilds(project, stack, given.words(), ApplyFlags.images("", dependencies));
        ImagesRequest request = new ImagesRequest(
                application.request(),
                arguments(given.list("--build-arg"), project.variables()),
                given.flag("--no-cache"),
                given.flag("--pull"),
                memory,
                given.flag("--check"),
                false);
        PlanView plan = stack.planned("build", request);
        int code = stack.carryOut(
                "build",
                at.globals().dryRun() ? request : request.with(application.ready(plan)),
                given.flag("--quiet")
                        ? "quiet"
                        : given.text("--progress", at.globals().progress()));
        return code == 0 && given.flag("--push") ? PushVerb.push(project, stack, services, given) : code;
    }

    private static void print(Project project, List<String> services, Invocation at) throws IOException {
        var pretty = new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        at.out()
                .println(Json.DOCKER
                        .writer(pretty)
                        .writeValueAsString(new BakeFile(project.name(), project.model()).of(services)));
    }

    /** A name alone takes the variable's value; one that is not set takes the file's value away, as in Compose. */
    private static Map<String, @Nullable String> arguments(List<String> words, Map<String, String> variables) {
        Map<String, @Nullable String> arguments = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            arguments.put(
                    equals < 0 ? word : word.substring(0, equals),
                    equals < 0 ? variables.get(word) : word.substring(equals + 1));
        }
        return arguments;
    }

    private static long memory(String text) {
        try {
            return Units.size(text);
        } catch (BindException e) {
            throw UsageException.notUnderstood("--memory: " + e.getMessage() + "; write it like 512m");
        }
    }
}
