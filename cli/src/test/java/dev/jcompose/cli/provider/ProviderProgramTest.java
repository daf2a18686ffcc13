package dev.jcompose.cli.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, spoken with small programs of our own. */
class ProviderProgramTest {
    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    private PluginPath path() {
        return new PluginPath(
                Map.of(
                        "PATH",
                        "/usr/bin:/bin:" + folder,
                        "DOCKER_CONFIG",
                        folder.resolve("docker").toString()),
                folder);
    }

    private ProviderProgram program(String script) throws IOException {
        write(folder.resolve("cloud"), script);
        return ProviderProgram.find("services.db.provider", "cloud", path());
    }

    private static void write(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Map<String, String> run(String script) throws IOException {
        return program(script).run("shop", "up", List.of("--size=7"), "db", told::add);
    }

    private void assertFails(String expected, String script) {
        EngineException failed = assertThrows(EngineException.class, () -> run(script));
        assertEquals("services.db.provider: `cloud compose up`: " + expected, failed.getMessage());
    }

    @Test
    void itIsCalledWithProjectOptionsAndService() throws IOException {
        run("echo '{\"type\":\"info\",\"message\":\"'\"$*\"'\"}'");
        assertEquals(List.of("compose --project-name=shop up --size=7 db"), told);
    }

    @Test
    void variablesGetTheNameOfTheServiceOrNone() throws IOException {
        assertEquals(
                Map.of("DB_URL", "a=b", "REGION", ""),
                run("echo '{\"type\":\"setenv\",\"message\":\"URL=a=b\"}{\"type\":\"debug\",\"message\":\"x\"}';"
                        + "echo '{ \"type\": \"rawsetenv\", \"message\": \"REGION=\" }'"));
    }

    @Test
    void whatFailsIsToldInTheProgramsWords() {
        assertFails("no credit", "echo '{\"type\":\"error\",\"message\":\"no credit\"}'");
        assertFails("ended with exit code 3", "exit 3");
        assertFails("sets a variable without a value: URL", "echo '{\"type\":\"setenv\",\"message\":\"URL\"}'");
        assertFails(
                "says what nobody understands: {\"type\":\"shout\",\"message\":\"x\"}",
                "echo '{\"type\":\"shout\",\"message\":\"x\"}'");
        EngineException text = assertThrows(EngineException.class, () -> run("echo hello"));
        assertTrue(text.getMessage().contains("prints what is no JSON"), text.getMessage());
    }

    @Test
    void aPluginOfDockersCommandLineComesBeforeAProgram() throws IOException {
        program("exit 1");
        write(folder.resolve("docker/cli-plugins/docker-cloud"), "exit 0");
        assertEquals(
                folder.resolve("docker/cli-plugins/docker-cloud"),
                ProviderProgram.find("w", "cloud", path()).file());
        write(folder.resolve("extra/docker-more"), "exit 0");
        Files.writeString(folder.resolve("docker/config.json"), "{\"cliPluginsExtraDirs\":[\"" + folder + "/extra\"]}");
        assertEquals(
                folder.resolve("extra/docker-more"),
                ProviderProgram.find("w", "more", path()).file());
    }

    @Test
    void aProgramThatIsNotThereIsToldAtItsPlace() {
        EngineException missing =
                assertThrows(EngineException.class, () -> ProviderProgram.find("services.db.provider", "none", path()));
        assertTrue(
                missing.getMessage().startsWith("services.db.provider.type: there is neither"), missing.getMessage());
        EngineException own = assertThrows(EngineException.class, () -> ProviderProgram.find("w", "compose", path()));
        assertEquals("w.type: 'compose' is not a valid provider type", own.getMessage());
    }

    @Test
    void optionsAreThoseThatTheCommandKnows() throws IOException {
        Metadata known = program(
                        "echo '{\"description\":\"d\",\"up\":{\"parameters\":[{\"name\":\"size\",\"required\":true}]},"
                                + "\"down\":{\"parameters\":[]},\"stop\":{}}'")
                .metadata();
        Map<String, List<String>> options = Map.of("size", List.of("1", "2"), "zone", List.of("a"));
        assertEquals(List.of("--size=1", "--size=2"), known.arguments("w", "up", options));
        assertEquals(List.of(), known.arguments("w", "down", options));
        assertTrue(known.stops());
        EngineException missing =
                assertThrows(EngineException.class, () -> known.arguments("w", "up", Map.of("zone", List.of("a"))));
        assertEquals("w.options: size is missing, which `up` of this provider requires", missing.getMessage());
    }

    @Test
    void aProgramWithoutMetadataGetsAllAndIsNotAskedToStop() throws IOException {
        for (String script : List.of("exit 1", "echo no json", "echo '{}'")) {
            Metadata none = program(script).metadata();
            assertEquals(List.of("--zone=a"), none.arguments("w", "up", Map.of("zone", List.of("a"))));
            assertEquals(List.of(false, true), List.of(none.stops(), none.isEmpty()));
        }
    }
}
