package dev.jcompose.cli.project;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.cli.WarmCommands;
import dev.jcompose.cli.remote.Brought;
import dev.jcompose.cli.remote.FetchedStacks;
import dev.jcompose.compose.ComposeLoader;
import dev.jcompose.compose.LoadRequest;
import dev.jcompose.compose.LoadResult;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.RemoteResources;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.source.TextFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Loads the project that a call is about. */
public final class ProjectSource {
    private final ProjectSettings settings;
    private final FetchedStacks remote;
    private final RemoteResources resources;
    private final Surroundings surroundings;
    private @Nullable String standardInput;

    public ProjectSource(ProjectSettings settings) {
        this.settings = settings;
        this.remote = new FetchedStacks(settings.environment(), settings.err());
        this.resources = remote;
        this.surroundings = Surroundings.find(settings, remote);
    }

    private ProjectSource(ProjectSettings settings, RemoteResources resources) {
        this.settings = settings;
        this.remote = new FetchedStacks(settings.environment(), settings.err());
        this.resources = resources;
        this.surroundings = Surroundings.find(settings, resources);
    }

    /** Of what is on this host: nothing is fetched. */
    public static ProjectSource offline(ProjectSettings settings) {
        return new ProjectSource(settings, RemoteResources.NONE);
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** Every problem, and the project where none is an error. Profiles and {@code --all-resources} are the call's. */
    public LoadResult<Project> load(LoadOptions options) {
        return read(ComposeLoader.load(request(options)));
    }

    /** The canonical model alone. */
    public LoadResult<Mapping> model(LoadOptions options) {
        return read(ComposeLoader.model(request(options)));
    }

    private static <T> LoadResult<T> read(LoadResult<T> result) {
        result.errors().forEach(problem -> WarmCommands.needRoomAfter(problem.code()));
        return result;
    }

    /**
     * The value of a load, its warnings told on {@code err}.
     *
     * @throws EngineException with every error of the files, one a line
     */
    public <T> T require(LoadResult<T> result, PrintStream err) {
        surroundings.warnings().forEach(warning -> err.println("warning: " + warning));
        result.warnings().forEach(problem -> err.println("warning: " + text(problem)));
        if (result.value() == null) {
            throw EngineException.invalid(
                    result.errors().stream().map(this::text).collect(Collectors.joining("\n")));
        }
        return result.value();
    }

    /** With the files as the user would name them from here. */
    public String text(Problem problem) {
        String text = remote.withAddresses(problem.text());
        String file = problem.position().file();
        String here = settings.cwd() + "/";
        return file.startsWith(here) ? text.replace(file, file.substring(here.length())) : text;
    }

    /** A text in which files that were fetched have the addresses that the user knows. */
    public String withAddresses(String text) {
        return remote.withAddresses(text);
    }

    /** A step in the story of a value: where, what, and what it used. */
    public String text(Origin origin) {
        String what = origin.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String detail = origin.detail() == null ? "" : " " + origin.detail() + surroundings.sources(origin.detail());
        return (near(origin.position().toString()) + " " + what + detail).strip();
    }

    /** A path as the user would name it from here. */
    private String near(String path) {
        String here = settings.cwd() + "/";
        return path.startsWith(here) ? path.substring(here.length()) : remote.withAddresses(path);
    }

    private LoadRequest request(LoadOptions options) {
        List<StackFile> files = new ArrayList<>();
        for (String file : surroundings.files()) {
            files.add(new StackFile(file, file.equals("-") ? standardInput() : null));
        }
        if (files.isEmpty()) {
            throw EngineException.notFound("no configuration file provided: no compose.yaml in %s or above (use -f)"
                    .formatted(Path.of(surroundings.folder())));
        }
        return new LoadRequest(
                files,
                surroundings.workingDirectory(),
                surroundings.folder(),
                settings.cwd().toString(),
                surroundings.environment(),
                surroundings.projectName(),
                options.within(WarmCommands.room())
                        .withProfiles(surroundings.profiles())
                        .withAllResources(options.allResources() || settings.allResources()),
                resources);
    }

    /** What a project can do to this host because of files that were fetched. */
    public List<String> brought(Project project) {
        return Brought.by(project, remote);
    }

    /** The text of the stack file {@code -}, or an empty one where none was read. */
    public String readInput() {
        return standardInput == null ? "" : standardInput;
    }

    private String standardInput() {
        if (standardInput == null) {
            try {
                standardInput = TextFile.decode(settings.in().readAllBytes());
            } catch (CharacterCodingException e) {
                throw new EngineException(ErrorKind.INVALID, "<stdin>: is not UTF-8 (save it as UTF-8)", e);
            } catch (IOException e) {
                throw EngineException.unavailable("standard input cannot be read: " + e.getMessage(), e);
            }
        }
        return standardInput;
    }
}
