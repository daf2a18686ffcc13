package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.model.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code -Dcases.update=SRC/cases} writes what comes out where a case has no expectation yet; read it before you keep it. */
class CasesTest {
    @TestFactory
    Stream<DynamicTest> everyCaseGivesItsModelOrItsProblems() {
        return Case.all().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    private static void check(Case one) throws Exception {
        LoadResult<Project> result = one.load();
        String file = result.value() == null ? "problems.txt" : "expected.json";
        String actual = result.value() == null ? one.problems(result) : one.json(result.value());
        String update = System.getProperty("cases.update");
        if (update != null && !Files.exists(one.folder().resolve(file))) {
            Files.writeString(Path.of(update).resolve(one.name()).resolve(file), actual);
            return;
        }
        assertEquals(one.text(one.isRefused() ? "problems.txt" : "expected.json"), actual);
    }

    @TestFactory
    Stream<DynamicTest> resolvedJsonGivesTheSameProject() {
        return Case.all().stream()
                .filter(one -> !one.isRefused())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    String json = one.load().orThrow().toJson();
                    assertEquals(json, ComposeLoader.resolved(json).toJson());
                }));
    }
}
