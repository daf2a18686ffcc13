package dev.jcompose.api.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerIgnoreTest {
    @Test
    void patternsMatchAsDockersDo() {
        Map<String, List<String>> ignored = Map.of(
                "*.md", List.of("a.md"),
                "**/*.md", List.of("a.md", "docs/a.md", "docs/deep/a.md"),
                "docs", List.of("docs", "docs/a.md", "docs/deep", "docs/deep/a.md"),
                "/docs/", List.of("docs", "docs/a.md", "docs/deep", "docs/deep/a.md"),
                "docs/*", List.of("docs/a.md", "docs/deep", "docs/deep/a.md"),
                "d?cs/[a-c].md", List.of("docs/a.md"),
                "# a.md", List.of(),
                "./a.md", List.of("a.md"),
                "../docs/../a.md", List.of("a.md"),
                "docs/d**", List.of("docs/deep", "docs/deep/a.md"));
        List<String> paths = List.of("a.md", "docs", "docs/a.md", "docs/deep", "docs/deep/a.md");
        ignored.forEach((pattern, expected) -> assertEquals(
                expected,
                paths.stream()
                        .filter(new DockerIgnore(List.of(pattern))::ignores)
                        .toList(),
                pattern));
    }

    @Test
    void theLastRuleThatMatchesDecides() {
        DockerIgnore ignore = new DockerIgnore(List.of("*", "!src", "src/secret", "!src/secret/but-this"));
        assertEquals(
                List.of("a", "src/secret", "src/secret/x"),
                Stream.of("a", "src", "src/x", "src/secret", "src/secret/x", "src/secret/but-this")
                        .filter(ignore::ignores)
                        .toList());
        assertTrue(ignore.hasExceptions());
    }

    @Test
    void aLineThatIsNoPatternIsSaid() {
        String message =
                String.valueOf(assertThrows(EngineException.class, () -> new DockerIgnore(List.of("a", "x[z-a]")))
                        .getMessage());
        assertTrue(message.startsWith(".dockerignore: x[z-a] is no pattern"), message);
    }
}
