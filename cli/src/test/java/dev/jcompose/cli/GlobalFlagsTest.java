package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags before the verb, and those that Compose takes and that change nothing here. */
class GlobalFlagsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void stack() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                name: global
                services:
                  web: {image: "web:${TAG:-none}", env_file: [{path: web.env, required: false}]}
                  own: {build: ., profiles: [tools]}
                volumes: {idle: {}}
                """);
    }

    private String run(String... words) {
        var out = new ByteArrayOutputStream();
        err.reset();
        Main.run(
                List.of(words),
                Map.of("HOME", "/nowhere"),
                folder,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatNothingUsesIsShownWithAllResources() {
        assertFalse(run("config").contains("idle"));
        assertTrue(run("--all-resources", "config").contains("global_idle"));
    }

    @Test
    void variablesComeFromTheNamedFiles() throws IOException {
        Files.writeString(folder.resolve(".env"), "TAG=default\n");
        Files.writeString(folder.resolve("other.env"), "TAG=other\n");
        assertEquals("web:default\n", run("config", "--images"));
        assertEquals("web:other\n", run("--env-file", "other.env", "config", "--images"));
    }

    @Test
    void aModeOfProgressThatIsNoneIsRefusedThoughAnEnvFileSaysIt() throws IOException {
        Files.writeString(folder.resolve(".env"), "COMPOSE_PROGRESS=fancy\n");
        assertEquals("", run("config"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("COMPOSE_PROGRESS"), err::toString);
        assertTrue(run("--progress", "plain", "config").startsWith("name: global\n"));
    }

    @Test
    void theFolderOfTheProjectIsTheNamedOne() throws IOException {
        Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(folder.resolve("elsewhere/web.env"), "FROM=elsewhere\n");
        Path file = folder.resolve("compose.yaml");
        assertFalse(run("-f", file.toString(), "config").contains("elsewhere"));
        for (String flag : List.of("--project-directory", "--workdir")) {
            assertTrue(run("-f", file.toString(), flag, "elsewhere", "config").contains("FROM: elsewhere\n"), flag);
        }
    }

    @Test
    void anOldNameOfAFlagSaysTheNewOneAndDoesNotStandBesideIt() {
        run("--workdir", ".", "--no-ansi", "config", "-q");
        assertEquals(
                "warning: --no-ansi is deprecated: use --ansi never\n"
                        + "warning: --workdir is deprecated: use --project-directory\n",
                err.toString(StandardCharsets.UTF_8));
        for (List<String> two : List.of(List.of("--workdir", "--project-directory"), List.of("--no-ansi", "--ansi"))) {
            List<String> words = new ArrayList<>();
            two.forEach(flag -> words.add(flag + (flag.equals("--no-ansi") ? "" : "=never")));
            words.addAll(List.of("config", "-q"));
            run(words.toArray(String[]::new));
            assertEquals(
                    "%s is the old name of %s: only one of them can be given\n".formatted(two.toArray()),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void namesProfilesAndFilesAreTheNamedOnes() throws IOException {
        Files.writeString(folder.resolve("second.yaml"), "services: {third: {image: third}}\n");
        assertEquals("web\n", run("config", "--services"));
        assertTrue(run("--profile", "tools", "config", "--services").contains("own\n"));
        assertTrue(run("-f", "compose.yaml", "-f", "second.yaml", "config", "--services")
                .contains("third\n"));
        assertTrue(run("-p", "named", "config").startsWith("name: named\n"));
        assertTrue(run("-v").startsWith("jcompose version "));
        assertEquals(run("version"), run("--version"));
        assertTrue(run("version", "-f", "json").startsWith("{\"version\":\""));
        assertTrue(run("-h").contains("Commands:"));
    }

    @Test
    void theDaemonIsTheNamedOne() {
        run("-H", "unix:///nowhere/own.sock", "ls");
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("/nowhere/own.sock"), err::toString);
    }

    @Test
    void compatibilityNamesImagesAsTheFirstComposeAndContainersAsEver() {
        assertTrue(run("--profile", "*", "config", "--images").contains("global-own\n"));
        assertTrue(
                run("--compatibility", "--profile", "*", "config", "--images").contains("global_own\n"));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        said("--compatibility", "-H", "unix:///nowhere/own.sock", "--compatibility", "ps");
    }

    @Test
    void whatHasNoMeaningSaysSo() {
        for (String flag : List.of("--compress", "--force-rm", "--no-rm", "--parallel")) {
            said(flag, "build", flag);
        }
        said("--parallel", "pull", "--parallel");
        said("--no-parallel", "pull", "--no-parallel");
        said("--all", "-H", "unix:///nowhere/own.sock", "rm", "--all");
        said("--verbose", "--verbose", "config", "-q");
        said("--insecure-registry", "--insecure-registry", "x", "config", "-q");
        run("config", "-q");
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    private void said(String flag, String... words) {
        run(words);
        String text = err.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains(flag + " has no meaning here: "), text);
    }

    @Test
    void convertIsConfig() {
        // What the flags of config do is shown in ConfigFlagsTest.
        assertSame(verb("config"), verb("convert"));
        assertEquals(run("config", "--images"), run("convert", "--images"));
    }

    private static Class<?> verb(String name) {
        return Objects.requireNonNull(Verbs.BY_NAME.get(name)).get().getClass();
    }
}
