package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files made to hurt are refused at once; large honest ones pass. */
class BoundsTest {
    private static LoadResult<Project> load(String text) {
        LoadRequest request = new LoadRequest(
                List.of(new StackFile("/stack/compose.yaml", text)),
                "/stack",
                "/stack",
                Map.of(),
                null,
                LoadOptions.DEFAULT);
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> ComposeLoader.load(request));
    }

    private static List<String> codes(LoadResult<?> result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    @Test
    void anAliasBombIsRefusedAtTheAliasThatBreaksTheBound() {
        StringBuilder text = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("x-%d: &a%d [".formatted(i, i));
            text.repeat("*a%d, ".formatted(i - 1), 9).append("]\n");
        }
        LoadResult<Project> result = load(text + "services: {a: {image: x}}\n");
        assertEquals(List.of("too-large"), codes(result));
        assertEquals(8, result.errors().getFirst().position().line());
    }

    @Test
    void nestingIsBounded() {
        assertEquals(List.of("too-deep"), codes(load("x-deep: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n")));
    }

    @Test
    void aRingOfAliasesIsRefused() {
        assertEquals(List.of("alias-cycle"), codes(load("x-a: &a {b: {c: *a}}\nservices: {s: {image: x}}\n")));
    }

    @Test
    void aRingOfTenThousandServicesIsToldOnce() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  s%d: {image: x, depends_on: [s%d]}\n".formatted(i, (i + 1) % 10_000));
        }
        assertEquals(List.of("dependency-cycle"), codes(load(text.toString())));
    }

    @Test
    void aChainOfThousandServicesThatExtendEachOtherPasses() {
        StringBuilder text = new StringBuilder("services:\n  s0: {image: x}\n");
        for (int i = 1; i < 1_000; i++) {
            text.append("  s%d: {extends: s%d, labels: {l%d: x}}\n".formatted(i, i - 1, i));
        }
        Project project = load(text.toString()).orThrow();
        assertEquals(999, project.services().get("s999").labels().size());
    }

    @Test
    void tenThousandServicesPass() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  s%d: {image: \"x:%d\", ports: [\"%d:80\"]}\n".formatted(i, i, 10_000 + i));
        }
        assertEquals(10_000, load(text.toString()).orThrow().services().size());
    }
}
