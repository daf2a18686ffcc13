package dev.jcompose.cli.watch;

import dev.jcompose.api.build.DockerIgnore;
import dev.jcompose.api.error.EngineException;
import java.nio.file.Path;
import java.util.List;

/** Patterns of {@code .dockerignore}'s form against absolute paths. */
final class PathPatterns {
    private final DockerIgnore patterns;

    /**
     * Reads patterns.
     *
     * @param where they stand
     * @param base of the patterns that are not absolute themselves
     * @throws EngineException INVALID for one that is no pattern
     */
    PathPatterns(String where, Path base, List<String> patterns) {
        try {
            this.patterns = new DockerIgnore(
                    patterns.stream().map(each -> absolute(base, each)).toList());
        } catch (EngineException e) {
            throw EngineException.invalid(
                    where + ": " + String.valueOf(e.getMessage()).replaceFirst("^\\.dockerignore: ", ""));
        }
    }

    private static String absolute(Path base, String given) {
        String text = given.strip();
        String pattern = text.startsWith("!") ? text.substring(1).strip() : text;
        if (pattern.isEmpty() || pattern.startsWith("/")) {
            return text;
        }
        String literal = base.toString().replaceAll("([\\\\*?\\[])", "\\\\$1");
        return (text.startsWith("!") ? "!" : "") + literal + "/" + pattern;
    }

    /** Whether the last pattern that fits the path, or a folder above it, takes it. */
    boolean match(Path path) {
        return patterns.ignores(path.toString().substring(1));
    }

    /** Whether a pattern takes something out again, so that below a path that matches others may not. */
    boolean hasExceptions() {
        return patterns.hasExceptions();
    }
}
