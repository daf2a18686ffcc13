package dev.jcompose.compose.load;

import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.environment.EnvironmentFiles;
import dev.jcompose.compose.merge.Merge;
import dev.jcompose.compose.merge.Reset;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the resources of other stack files into a model; what the model says itself lies over them. */
final class Includes {
    private static final List<String> SECTIONS =
            List.of("services", "volumes", "networks", "secrets", "configs", "models");

    private final ModelReader reader;
    private final Remote remote;
    private final Problems problems;

    Includes(ModelReader reader, Remote remote, Problems problems) {
        this.reader = reader;
        this.remote = remote;
        this.problems = problems;
    }

    /**
     * @param resets what the model's document resets of the resources it includes
     * @param chain the files on the way here, the model's own last
     */
    Mapping apply(Mapping model, List<List<String>> resets, Scope scope, List<String> chain) {
        Node given = model.get("include");
        if (given == null) {
            return model;
        }
        Mapping result = model.without("include");
        if (given.isNull()) {
            return result;
        }
        if (!(given instanceof Sequence includes)) {
            problems.error("wrong-type", given.position(), "`include` must be a list");
            return result;
        }
        for (Node include : includes.items()) {
            Mapping included = include(include, scope, chain);
            if (included != null) {
                result = join(included, result, resets);
            }
        }
        return result;
    }

    private @Nullable Mapping include(Node include, Scope scope, List<String> chain) {
        if (include.isNull()) {
            return null; // nothing is included
        }
        List<String> names = include instanceof Sequence
                ? null
                : texts(include instanceof Mapping mapping ? mapping.get("path") : include);
        if (names == null) {
            problems.missingFile("wrong-type", include.position(), "an include is a path, or a mapping with a path");
            return null;
        }
        if (names.isEmpty()) {
            return null;
        }
        List<StackFile> files = new ArrayList<>();
        for (String name : names) {
            String file = file(name, include, scope);
            if (file == null) {
                return null;
            }
            files.add(new StackFile(file, null));
        }
        String main = files.getFirst().path();
        if (chain.contains(main)) {
            List<String> ring = new ArrayList<>(chain);
            ring.add(main);
            problems.missingFile(
                    "include-cycle", include.position(), "include cycle detected: " + String.join(" -> ", ring));
            return null;
        }
        Scope inside = inside(include, main, scope, chain);
        if (inside == null || !allThere(files, include.position())) {
            return null;
        }
        return reader.read(files, inside);
    }

    private @Nullable String file(String name, Node include, Scope scope) {
        if (Remote.isRemote(name)) {
            return remote.fetch(name, include.position());
        }
        String file = FilePath.resolve(scope.resources(), name);
        return remote.mayRead(include.position().file(), file, include.position()) ? file : null;
    }

    private boolean allThere(List<StackFile> files, Position position) {
        for (StackFile file : files) {
            if (!Files.exists(Path.of(file.path()))) {
                problems.missingFile("no-such-file", position, "%s: no such file or directory".formatted(file.path()));
                return false;
            }
        }
        return true;
    }

    private @Nullable Scope inside(Node include, String main, Scope scope, List<String> chain) {
        Mapping options = include instanceof Mapping mapping ? mapping : Mapping.empty(include.origin());
        Node directory = options.get("project_directory");
        if (directory != null && !(directory instanceof Scalar scalar && isFolder(scalar))) {
            problems.missingFile("wrong-type", directory.position(), "project_directory of an include is a path");
            return null;
        }
        String given = directory == null || directory.isNull() ? null : directory.text();
        String folder; // for paths inside the files: relative to that of the file that includes, where possible
        String project; // the same folder, absolute
        if (given == null || given.isEmpty()) {
            project = FilePath.parent(main);
            folder = FilePath.relative(scope.resources(), project);
        } else if (FilePath.isAbsolute(given)) {
            project = given;
            folder = given;
        } else {
            project = FilePath.resolve(scope.resources(), given);
            String there = Files.isDirectory(Path.of(project)) ? project : FilePath.parent(project);
            folder = FilePath.relative(scope.resources(), there);
        }
        Map<String, String> environment = environment(options, include, project, scope);
        if (environment == null) {
            return null;
        }
        return new Scope(
                folder,
                project,
                environment,
                chain,
                scope.home(),
                scope.options().withPaths());
    }

    private @Nullable Map<String, String> environment(Mapping options, Node include, String project, Scope scope) {
        List<String> files = new ArrayList<>();
        Node given = options.get("env_file");
        Node at = given == null ? include : given;
        List<String> names = texts(given);
        if (names == null) {
            problems.missingFile("wrong-type", at.position(), "env_file of an include is a path, or a list of paths");
            return null;
        }
        if (names.isEmpty()) {
            Path usual = Path.of(FilePath.join(project, ".env"));
            if (Files.isRegularFile(usual)) {
                files.add(usual.toString());
            }
        }
        for (String name : names) {
            if (!name.equals("/dev/null")) {
                files.add(FilePath.resolve(scope.resources(), name));
            }
        }
        for (String file : files) {
            // The usual file lies in the included checkout, a named one beside the file that names it.
            String owner = given == null ? file : include.position().file();
            if (!remote.mayRead(owner, file, include.position())) {
                return null;
            }
        }
        try {
            Map<String, String> environment = new HashMap<>(EnvironmentFiles.load(
                    scope.environment(),
                    files,
                    scope.options().room(),
                    name -> problems.warn(
                            "unset-variable",
                            include.position(),
                            "The \"%s\" variable is not set. Defaulting to a blank string.".formatted(name))));
            environment.putAll(scope.environment());
            return environment;
        } catch (EnvironmentFileException e) {
            problems.missingFile();
            EnvironmentFault.report(e, at.position(), problems);
            return null;
        }
    }

    /** A text, or the items of a list of texts; nothing of nothing, and null of anything else. */
    private static @Nullable List<String> texts(@Nullable Node node) {
        if (node == null || node.isNull()) {
            return List.of();
        }
        List<Node> items = node instanceof Sequence sequence ? sequence.items() : List.of(node);
        boolean areTexts = items.stream().allMatch(item -> item instanceof Scalar scalar && scalar.string() != null);
        return areTexts ? items.stream().map(Node::text).toList() : null;
    }

    /** A folder may be named by a number. */
    private static boolean isFolder(Scalar given) {
        return given.isNull() || given.string() != null || given.isInteger();
    }

    private Mapping join(Mapping included, Mapping model, List<List<String>> resets) {
        Mapping joined = model;
        for (String section : SECTIONS) {
            Mapping from = included.mapping(section);
            Node to = joined.get(section);
            if (from != null && (to == null || to instanceof Mapping)) {
                Mapping known = to instanceof Mapping mapping ? mapping : Mapping.empty(from.origin());
                joined = joined.with(section, section(section, from, known, resets));
            }
        }
        return joined;
    }

    private Mapping section(String section, Mapping from, Mapping to, List<List<String>> resets) {
        Mapping.Builder all = to.toBuilder();
        for (Mapping.Entry entry : from.entries()) {
            Mapping.Entry own = to.entry(entry.key());
            if (own == null) {
                all.put(entry);
                continue;
            }
            Node base = entry.value();
            if (base instanceof Mapping mapping) {
                base = Reset.apply(mapping, below(section, entry.key(), resets));
            }
            all.put(own.withValue(new Merge(problems).resource(section, entry.key(), base, own.value())));
        }
        return all.build();
    }

    private static List<List<String>> below(String section, String key, List<List<String>> resets) {
        return resets.stream()
                .filter(path -> path.size() > 2
                        && path.get(0).equals(section)
                        && path.get(1).equals(key))
                .map(path -> path.subList(2, path.size()))
                .toList();
    }
}
