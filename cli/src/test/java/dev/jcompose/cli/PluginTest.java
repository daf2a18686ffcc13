package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Under the name of Docker's Compose, alone and as a plugin of the docker command. */
@Tag("root")
@WithTicker
class PluginTest {
    private final Launched jcompose;
    private final Path folder;

    PluginTest(Launched jcompose) {
        this.jcompose = jcompose;
        this.folder = jcompose.folder();
    }

    @Test
    void byTheNameOfComposeItAnswersAsThatDoes() throws Exception {
        String linked = linked(folder.resolve("bin")).toString();
        assertEquals(
                "cmd verbs-ticker-1 running\n",
                shell("echo cmd $(" + linked + " ps ticker --format '{{.Name}} {{.State}}')"));
        assertEquals("5.5.0\n", shell(linked + " version --short"));
        assertTrue(shell(linked + " --version").startsWith("Docker Compose version v5.5.0 (jcompose "));
        assertEquals("{\"version\":\"v5.5.0\"}\n", shell(linked + " version -f json"));
        assertTrue(shell(linked + " exec -T ticker echo compose").equals("compose\n"));
    }

    @Test
    void theDockerCommandTakesItAsItsPlugin() throws Exception {
        assumeTrue(
                Stream.of("/usr/bin/docker", "/usr/local/bin/docker")
                        .anyMatch(docker -> Files.isExecutable(Path.of(docker))),
                "the docker command is missing");
        Path config = folder.resolve("docker-config");
        linked(config.resolve("cli-plugins"));
        assertEquals("ticker\n", shell("docker compose ps --services ticker"));
        assertEquals("5.5.0\n", shell("docker --debug --config " + config + " compose version --short"));
        assertTrue(shell("docker info 2>&1; true").contains("compose: Docker Compose, by jcompose (jcompose)"));
        assertEquals("typed", shell("printf typed | docker compose exec -T ticker cat"));
        assertEquals("ticker\n:4\n", shell("docker __complete compose logs ti 2> /dev/null"));
        Launched.Ended usage = jcompose.shell(folder, "docker compose ps --nonsense");
        assertEquals(UsageException.NOT_UNDERSTOOD, usage.code(), usage.out() + usage.err());
        Launched.Ended far =
                jcompose.shell(folder, "DOCKER_CONTEXT= docker -H unix://" + folder.resolve("none") + " compose ps");
        assertTrue(far.code() == 1 && far.err().contains(folder.resolve("none").toString()), far.err());
    }

    private static Path linked(Path folder) throws Exception {
        Path link = Files.createDirectories(folder).resolve("docker-compose");
        return Files.exists(link) ? link : Files.createSymbolicLink(link, Launched.TOP.resolve("jcompose"));
    }

    private String shell(String line) throws Exception {
        return jcompose.shell(folder, line).ok().out();
    }
}
