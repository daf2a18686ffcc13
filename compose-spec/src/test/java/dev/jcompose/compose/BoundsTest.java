package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void hostileFilesAreRefusedWhereTheyBreakTheirBoundInLittleMemory(@TempDir Path folder) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileFiles.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("""
                depth too-deep 1:208
                braces too-deep 2:399
                bomb too-large 8:11
                merges too-large 8:36
                values too-large 1:20000006
                room too-large N:3
                ring alias-cycle 1:14
                include include-cycle 2:11
                extends extends-cycle 2:7
                depends_on dependency-cycle 10001:34
                size too-large 0:0
                """, told.replaceAll("(room too-large) \\d+", "$1 N"));
        assertEquals(0, process.waitFor());
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
