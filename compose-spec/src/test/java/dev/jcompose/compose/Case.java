package dev.jcompose.compose;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.output.JsonWriter;
import dev.jcompose.compose.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of stack files and what they must give: {@code compose.yaml}, an {@code override.yaml} laid over it,
 * {@code environment} with variables, and {@code expected.json} or {@code problems.txt}.
 */
record Case(Path folder) {
    static final String HOME = "/home/user";

    static List<Case> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory).sorted().map(Case::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path root() {
        try {
            return Path.of(Case.class.getResource("/cases").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    boolean isRefused() {
        return Files.exists(folder.resolve("problems.txt"));
    }

    LoadResult<Project> load() {
        return ComposeLoader.load(request());
    }

    LoadRequest request() {
        List<StackFile> files = new ArrayList<>();
        for (String file : List.of("compose.yaml", "override.yaml")) {
            if (Files.exists(folder.resolve(file))) {
                files.add(new StackFile(folder.resolve(file).toString(), null));
            }
        }
        return request(files);
    }

    LoadRequest request(List<StackFile> files) {
        String here = folder.toString();
        return new LoadRequest(
                files, here, here, environment(), null, LoadOptions.DEFAULT.withProfiles(List.of("tools")));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", HOME));
        if (Files.exists(folder.resolve("environment"))) {
            text("environment")
                    .lines()
                    .map(line -> line.split("=", 2))
                    .forEach(pair -> environment.put(pair[0], pair[1]));
        }
        return environment;
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project as {@code config --format json} prints it, free of where the case lies. */
    String json(Project project) {
        return neutral(JsonWriter.project(project.tree())) + "\n";
    }

    /** A line for every error: its place, code and message. */
    String problems(LoadResult<?> result) {
        return result.errors().stream().map(problem -> line(problem) + "\n").collect(Collectors.joining());
    }

    private String line(Problem problem) {
        return neutral(problem.position() + " " + problem.code() + " " + problem.message())
                .replace("${CASE}/", "");
    }

    private String neutral(String text) {
        return text.replace(folder.toString(), "${CASE}");
    }
}
