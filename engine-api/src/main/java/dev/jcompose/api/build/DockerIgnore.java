package dev.jcompose.api.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a {@code .dockerignore}: the last one that matches a path, or a folder above it, decides. Who packs a context
 * and who builds from it read them alike. Immutable.
 */
public final class DockerIgnore {
    public static final DockerIgnore NOTHING = new DockerIgnore(List.of());

    private record Rule(Pattern pattern, boolean keeps) {}

    private final List<Rule> rules;

    /**
     * Reads the lines of the file.
     *
     * @throws EngineException INVALID for a pattern that is none, with the pattern
     */
    public DockerIgnore(List<String> lines) {
        List<Rule> read = new ArrayList<>();
        for (String line : lines) {
            // A comment begins in the first column: elsewhere # is a character of a name.
            String text = line.startsWith("#") ? "" : line.strip();
            boolean keeps = text.startsWith("!");
            String glob = clean(keeps ? text.substring(1).strip() : text);
            if (!glob.isEmpty()) {
                read.add(new Rule(pattern(glob), keeps));
            }
        }
        rules = List.copyOf(read);
    }

    private static Pattern pattern(String glob) {
        try {
            return Glob.ignore(glob);
        } catch (PatternSyntaxException e) {
            throw new EngineException(
                    ErrorKind.INVALID, ".dockerignore: " + glob + " is no pattern: " + e.getDescription(), e);
        }
    }

    private static String clean(String pattern) {
        return Path.of("/" + pattern).normalize().toString().substring(1);
    }

    /** Whether something below an ignored folder may still be kept, so that the folder must be walked. */
    public boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::keeps);
    }

    /**
     * Whether a path is left out.
     *
     * @param path relative to the context, with slashes and none in front
     */
    public boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.keeps == ignored && matchesItOrAFolderOfIt(rule.pattern, path)) {
                ignored = !rule.keeps;
            }
        }
        return ignored;
    }

    private static boolean matchesItOrAFolderOfIt(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }
}
