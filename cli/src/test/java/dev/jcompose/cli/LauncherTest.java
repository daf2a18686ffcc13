package dev.jcompose.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a finished build, copied elsewhere; ./verify builds it first, and the test is skipped where there is none. */
class LauncherTest {
    private static final Path BUILT = Launched.TOP.resolve("target/dist");

    @Test
    void aCopyRunsFromAFolderWithBlanksAndUmlautsWithoutAnyEnvironment(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(BUILT.resolve("VERSION")), "./jcompose was not built");
        Path copy = folder.resolve("dies und däs");
        run(folder, "cp", "-rp", BUILT.toString(), copy.toString());
        Files.createSymbolicLink(folder.resolve("jcompose"), copy.resolve("bin/jcompose"));

        String version = Files.readString(BUILT.resolve("VERSION"));
        assertEquals(
                "jcompose version " + version,
                run(
                        folder,
                        "env",
                        "-i",
                        "PATH=/usr/bin:/bin",
                        folder.resolve("jcompose").toString(),
                        "version"));
    }

    @Test
    void configReadsAStackInAFolderWithBlanksAndUmlauts(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(BUILT.resolve("VERSION")), "./jcompose was not built");
        Path project = Files.createDirectories(folder.resolve("mein stäck"));
        Files.writeString(
                project.resolve("compose.yaml"),
                "name: x\nservices:\n  a:\n    image: i\n    volumes: ['./dätä:/d']\n");
        String config = run(
                project,
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                BUILT.resolve("bin/jcompose").toString(),
                "config");
        assertTrue(config.contains(project.resolve("dätä").toString()), config);
    }

    @Test
    void whoWaitsForAnothersBuildDoesNotBuildAgain(@TempDir Path clone) throws Exception {
        assumeTrue(Files.exists(BUILT.resolve("VERSION")), "./jcompose was not built");
        run(clone, "cp", "-rp", Launched.TOP.resolve("packaging").toString(), "packaging");
        run(clone, "cp", "-p", Launched.TOP.resolve("jcompose").toString(), "jcompose");
        Files.createDirectories(clone.resolve("cli/src/main"));
        Files.createFile(clone.resolve("cli/pom.xml"));
        Files.createFile(clone.resolve("pom.xml"));
        Path target = Files.createDirectory(clone.resolve("target"));

        Process builder = new ProcessBuilder("flock", "target/build.lock", "sh", "-c", "echo held; read end")
                .directory(clone.toFile())
                .start();
        BufferedReader held = builder.inputReader();
        assertEquals("held", held.readLine());
        Process second = new ProcessBuilder("./jcompose", "version")
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .start();
        await().until(() -> second.descendants().anyMatch(LauncherTest::isFlock));
        run(clone, "cp", "-rp", BUILT.toString(), "target/dist");
        Files.setLastModifiedTime(target.resolve("dist/VERSION"), FileTime.from(Instant.now()));
        builder.getOutputStream().close();

        String out = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("jcompose version " + Files.readString(BUILT.resolve("VERSION")), out);
    }

    private static boolean isFlock(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/flock")).isPresent();
    }

    private static String run(Path cwd, String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command))
                .directory(cwd.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
