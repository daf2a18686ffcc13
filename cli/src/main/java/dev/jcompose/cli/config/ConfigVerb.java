package dev.jcompose.cli.config;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.output.Explanation;
import dev.jcompose.compose.output.JsonWriter;
import dev.jcompose.compose.output.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** {@code config}: the stack with everything resolved, or a list of its parts. */
public final class ConfigVerb implements Verb {
    private static final Map<String, Step> SKIPPING = Map.of(
            "--no-interpolate", Step.INTERPOLATE,
            "--no-normalize", Step.NORMALISE,
            "--no-path-resolution", Step.RESOLVE_PATHS,
            "--no-consistency", Step.CHECK_CONSISTENCY,
            "--no-env-resolution", Step.RESOLVE_ENVIRONMENT);

    @Override
    public String summary() {
        return "Parse, resolve and render compose file in canonical format";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.text("--diagnostics", "json", "Print every problem for an editor instead of the stack")
                .takes("json")
                .flag("--environment", "Print environment used for interpolation.")
                .optional("--explain", "path", ".", "Tell where each value, or each below a path, comes from")
                .text("--format", "string", "Format the output. Values: [yaml | json]")
                .takes("yaml", "json")
                .text("--hash", "string", "Print the service config hash, one per line.")
                .takes(Values.SERVICE)
                .flag("--images", "Print the image names, one per line.")
                .optional("--lint", "error", "warning", "Tell likely mistakes; --lint=error fails on them")
                .takes("warning", "error")
                .flag("--lock-image-digests", "Produces an override file with image digests")
                .flag("--models", "Print the model names, one per line.")
                .flag("--networks", "Print the network names, one per line.")
                .flag("--no-consistency", "Don't check model consistency")
                .flag("--no-env-resolution", "Don't resolve service env files")
                .flag("--no-interpolate", "Don't interpolate environment variables")
                .flag("--no-normalize", "Don't normalize compose model")
                .flag("--no-path-resolution", "Don't resolve file paths")
                .text("-o,--output", "string", "Save to file (default to stdout)")
                .takes(Values.Known.FILES)
                .flag("--profiles", "Print the profile names, one per line.")
                .flag("-q,--quiet", "Only validate the configuration, don't print anything")
                .flag("--resolve-image-digests", "Pin image tags to digests")
                .flag("--services", "Print the service names, one per line.")
                .flag("--variables", "Print model variables and default values.")
                .flag("--volumes", "Print the volume names, one per line.");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        LoadOptions options = loadOptions(given, at);
        if (given.has("--diagnostics")) {
            return Diagnostics.print(ProjectSettings.of(at), options, at.out());
        }
        ProjectSource source = new ProjectSource(ProjectSettings.of(at));
        if (given.has("--lint")) {
            return new Linting(source).print(options, given.text("--lint", "").equals("error"), at.out(), at.err());
        }
        if (given.has("--explain")) {
            Project project = source.require(source.load(options), at.err());
            String path = given.text("--explain", ".");
            String told = Explanation.of(project.tree(), path, source::text);
            if (told.isEmpty()) {
                throw EngineException.notFound(
                        "the stack has nothing at %s (--explain without a path tells of all)".formatted(path));
            }
            at.out().print(told);
            return 0;
        }
        boolean quiet = given.flag("--quiet");
        Listing listing = new Listing(source, options, at.err());
        String list = listing.list(given);
        if (list != null) {
            at.out().print(list); // which --quiet is not about, as in Compose
            return 0;
        }
        boolean environment = given.flag("--environment");
        String text = environment ? listing.environment() : whole(source, options, given, at);
        String output = environment ? "" : given.text("--output", "");
        if (!quiet && output.isEmpty()) {
            at.out().print(text);
        } else if (!quiet && !at.onlyPrints("write " + at.cwd().resolve(output))) {
            save(at.cwd().resolve(output), text);
        }
        return 0;
    }

    private static LoadOptions loadOptions(Arguments given, Invocation at) {
        LoadOptions options = LoadOptions.DEFAULT.withServices(given.words());
        for (Map.Entry<String, Step> flag : SKIPPING.entrySet()) {
            if (given.flag(flag.getKey())) {
                options = options.without(flag.getValue());
            }
        }
        return at.globals().compatibility() ? options.without(Step.NORMALISE) : options;
    }

    private static String whole(ProjectSource source, LoadOptions options, Arguments given, Invocation at) {
        String format = given.text("--format", "yaml");
        boolean json = format.equals("json");
        if (!options.does(Step.INTERPOLATE)) {
            if (!given.words().isEmpty()) {
                at.err()
                        .println(
                                "warning: service filtering is not applied when --no-interpolate is set, the full model is shown");
            }
            Mapping model = source.require(source.model(options), at.err());
            boolean lock = given.flag("--lock-image-digests");
            if (lock || given.flag("--resolve-image-digests")) {
                model = new PinnedImages(at, source::text).pin(model);
            }
            model = lock ? PinnedImages.only(model) : model;
            return json ? JsonWriter.model(model) : YamlWriter.sorted(checked(format, model));
        }
        Project project = source.require(source.load(options), at.err());
        Mapping tree = project.tree();
        if (given.flag("--lock-image-digests")) {
            tree = PinnedImages.only(new PinnedImages(at, source::text).pin(tree));
        } else if (given.flag("--resolve-image-digests")) {
            tree = new PinnedImages(at, source::text).pin(tree);
        }
        String text = json ? JsonWriter.project(tree) : YamlWriter.project(checked(format, tree));
        // What was resolved is not to be resolved again by who reads it.
        return text.replace("$", "$$");
    }

    private static <T> T checked(String format, T value) {
        if (!format.equals("yaml") && !format.isEmpty()) {
            throw EngineException.invalid("unsupported format \"%s\": it is yaml or json".formatted(format));
        }
        return value;
    }

    private static void save(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException e) {
            throw EngineException.invalid(
                    "%s cannot be written: there is no folder %s (make it first)".formatted(file, file.getParent()));
        } catch (IOException e) {
            throw EngineException.invalid("%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }
}
