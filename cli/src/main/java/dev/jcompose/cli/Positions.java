package dev.jcompose.cli;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Sequence;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of the call's stack files stand. The daemon knows values by their paths, and what it says of one begins
 * with its path: {@code services.web.cpu_count has no effect here}.
 */
public final class Positions {
    private static final Pattern PATH =
            Pattern.compile("(services|networks|volumes|secrets|configs|models)\\.\\S+?(?=[: ])");
    private static final Pattern NAMED = Pattern.compile("`jcompose (?=(?:logs|ps|plan)\\b)");
    private static final Pattern ITEM = Pattern.compile("\\[(\\d+)]");

    /** Longer than this, the options of a command would bury it. */
    private static final int SHORT = 40;

    private @Nullable Mapping model;
    private String called = "";
    private Path here = Path.of("/");
    private UnaryOperator<String> addresses = UnaryOperator.identity();

    /**
     * @param folder that paths are shown from
     * @param addressing gives files from elsewhere the addresses that the user knows, in a text about them
     */
    void of(Mapping project, Path folder, UnaryOperator<String> addressing) {
        model = project;
        here = folder;
        addresses = addressing;
    }

    /** @param globals which of them choose a stack goes into the commands that a message names */
    void of(Globals globals) {
        StringBuilder options = new StringBuilder();
        globals.files().forEach(file -> options.append(" -f ").append(file));
        if (globals.projectName() != null) {
            options.append(" -p ").append(globals.projectName());
        }
        called = options.length() <= SHORT ? options.toString() : "";
    }

    /**
     * Each line that begins with a path, with {@code file:line:column:} before it; one about a line of a Dockerfile, with
     * {@code file:line:}. Commands that it names have the options of this call.
     */
    public String place(String text) {
        String told = NAMED.matcher(text).replaceAll(command -> Matcher.quoteReplacement("`jcompose" + called + " "));
        return model == null
                ? told
                : told.lines().map(this::placed).map(addresses).collect(Collectors.joining("\n"));
    }

    private String placed(String line) {
        Matcher path = PATH.matcher(line);
        if (!path.lookingAt()) {
            String dockerfile = model == null ? null : Dockerfiles.place(model, line);
            return dockerfile == null ? line : near(dockerfile) + ": " + line;
        }
        Node node = find(path.group());
        if (node == null || node.position().line() == 0) {
            return line;
        }
        return near(node.position().toString()) + ": " + line;
    }

    private String near(String position) {
        String folder = here + "/";
        return position.startsWith(folder) ? position.substring(folder.length()) : position;
    }

    /** The nearest value on the way that the files have: what is missing is looked for in its parent. */
    private @Nullable Node find(String path) {
        Node at = model;
        String rest = path;
        while (!rest.isEmpty()) {
            String step = step(at, rest);
            Node next = switch (at) {
                case Mapping mapping when !step.isEmpty() -> mapping.get(step);
                case Sequence sequence when !step.isEmpty() -> item(sequence, step);
                case null, default -> null;
            };
            if (next == null) {
                break;
            }
            at = next;
            rest = rest.substring(step.length());
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return rest.equals(path) ? null : at;
    }

    /** What of the path leads one level down, or empty. Keys may have dots in them. */
    private static String step(@Nullable Node at, String path) {
        if (at instanceof Mapping mapping) {
            return mapping.keys().stream()
                    .filter(key -> path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "["))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
        }
        Matcher item = ITEM.matcher(path);
        return item.lookingAt() ? item.group() : "";
    }

    private static @Nullable Node item(Sequence sequence, String step) {
        int index = Integer.parseInt(step.substring(1, step.length() - 1));
        return index < sequence.items().size() ? sequence.items().get(index) : null;
    }
}
