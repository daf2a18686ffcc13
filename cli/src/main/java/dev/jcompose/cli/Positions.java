package dev.jcompose.cli;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Sequence;
import java.nio.file.Path;
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
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d+)]");

    private @Nullable Node model;
    private Path here = Path.of("/");

    /** @param folder that paths are shown from */
    void of(Mapping project, Path folder) {
        model = project;
        here = folder;
    }

    /** Each line that begins with a path, with {@code file:line:column:} before it. */
    public String place(String text) {
        return model == null ? text : text.lines().map(this::placed).collect(Collectors.joining("\n"));
    }

    private String placed(String line) {
        Matcher path = PATH.matcher(line);
        if (!path.lookingAt()) {
            return line;
        }
        Node node = find(path.group());
        if (node == null || node.position().line() == 0) {
            return line;
        }
        String position = node.position().toString();
        String folder = here + "/";
        return (position.startsWith(folder) ? position.substring(folder.length()) : position) + ": " + line;
    }

    /** The nearest value on the way that the files have: what is missing is looked for in its parent. */
    private @Nullable Node find(String path) {
        Node at = model;
        boolean moved = false;
        Matcher steps = STEP.matcher(path);
        while (steps.find()) {
            Node next = switch (at) {
                case Mapping mapping when steps.group(1) != null -> mapping.get(steps.group(1));
                case Sequence sequence when steps.group(2) != null -> item(sequence, Integer.parseInt(steps.group(2)));
                case null, default -> null;
            };
            if (next == null) {
                return moved ? at : null;
            }
            at = next;
            moved = true;
        }
        return at;
    }

    private static @Nullable Node item(Sequence sequence, int index) {
        return index < sequence.items().size() ? sequence.items().get(index) : null;
    }
}
