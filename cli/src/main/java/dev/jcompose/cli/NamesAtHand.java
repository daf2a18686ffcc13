package dev.jcompose.cli;

import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackSummary;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.node.Mapping;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that a shell offers: of the stack file as it is usually found, and of a daemon that runs. Whoever presses a key
 * wants an answer or none: nothing is started, fetched, asked for or complained of.
 */
final class NamesAtHand implements Completion.Names {
    /** The word by which a shell's script, or the docker command of its plugin, asks. */
    static final String VERB = "__complete";

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final Map<String, String> env;
    private final Path cwd;

    private NamesAtHand(Map<String, String> env, Path cwd) {
        this.env = env;
        this.cwd = cwd;
    }

    /** The answer to the words after {@link #VERB}, of which the last is the one to complete. */
    static List<String> complete(List<String> words, Map<String, String> env, Path cwd) {
        boolean plugin = !Caller.composeVersion(env).isEmpty()
                && !words.isEmpty()
                && words.getFirst().equals("compose");
        List<String> own = plugin ? words.subList(1, words.size()) : words;
        return Completion.of(own.isEmpty() ? List.of("") : own, new NamesAtHand(env, cwd));
    }

    @Override
    public List<String> of(Values values, List<String> globals) {
        try {
            Options options = new Options(true);
            Globals.declare(options);
            Invocation at = new Invocation(
                    Globals.of(Arguments.parse(options.spec(), globals), env),
                    List.of(),
                    env,
                    cwd,
                    InputStream.nullInputStream(),
                    NOWHERE,
                    NOWHERE,
                    Terminal.NONE,
                    new Positions());
            return values == Values.Known.PROJECTS
                    ? stacks(at)
                    : values == Values.Known.PROFILES ? profiles(at) : services(at);
        } catch (EngineException | UsageException e) {
            return List.of();
        }
    }

    private static List<String> stacks(Invocation at) {
        EngineClient client = Daemon.running(at);
        return client == null
                ? List.of()
                : Stream.of(client.get(new Target("/jcompose/v1/stacks"), StackSummary[].class))
                        .map(StackSummary::name)
                        .toList();
    }

    private static List<String> services(Invocation at) {
        Project project = project(at);
        if (project != null) {
            return Stream.concat(project.services().keySet().stream(), project.disabled().keys().stream())
                    .sorted()
                    .toList();
        }
        EngineClient client = Daemon.running(at);
        String name = at.globals().projectName() != null
                ? at.globals().projectName()
                : at.env().get("COMPOSE_PROJECT_NAME");
        if (client == null || name == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        new Stack(name, null, client, at)
                .detail()
                .project()
                .path("services")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private static List<String> profiles(Invocation at) {
        Project project = project(at);
        TreeSet<String> profiles = new TreeSet<>();
        if (project != null) {
            project.services().values().forEach(service -> profiles.addAll(service.profiles()));
            for (Mapping.Entry entry : project.disabled().entries()) {
                profiles.addAll(new Service(entry.key(), (Mapping) entry.value()).profiles());
            }
        }
        return List.copyOf(profiles);
    }

    /** Null where there is no stack file, or one that cannot be read. */
    private static @Nullable Project project(Invocation at) {
        try {
            return ProjectSource.offline(ProjectSettings.of(at))
                    .load(LoadOptions.DEFAULT.without(
                            Step.RESOLVE_ENVIRONMENT, Step.CHECK_CONSISTENCY, Step.CHECK_CONTAINER_NAMES))
                    .value();
        } catch (EngineException e) {
            return null;
        }
    }
}
