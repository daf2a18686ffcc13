package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.source.Room;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    void aFileOfMoreThanIsReadIsToldWhereItIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("long.env"), "A=" + "x".repeat(200) + "\n");
        Files.writeString(folder.resolve("long.yaml"), "services: {b: {image: y}}\n" + "#".repeat(200));
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  a: {image: x, env_file: long.env}
                """);
        Files.writeString(folder.resolve("include.yaml"), "include: [{path: compose.yaml, env_file: long.env}]\n");
        assertEquals(List.of("too-large compose.yaml:2"), within(new Room(100, 100), folder, "compose.yaml"));
        assertEquals(List.of("too-large include.yaml:1"), within(new Room(100, 100), folder, "include.yaml"));
        assertEquals(List.of("too-large long.yaml:0"), within(new Room(100, 100), folder, "long.yaml"));
        assertEquals(List.of("too-large compose.yaml:2"), within(new Room(300, 5), folder, "compose.yaml"));
        assertEquals(List.of(), within(new Room(300, 100), folder, "compose.yaml"));
    }

    private static List<String> within(Room room, Path folder, String name) {
        String here = folder.toString();
        StackFile file = new StackFile(folder.resolve(name).toString(), null);
        LoadOptions options = LoadOptions.DEFAULT.within(room);
        return ComposeLoader.load(new LoadRequest(List.of(file), here, here, Map.of(), null, options)).errors().stream()
                .map(problem -> problem.code() + " "
                        + problem.position().file().replace(here + "/", "") + ":"
                        + problem.position().line())
                .toList();
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
