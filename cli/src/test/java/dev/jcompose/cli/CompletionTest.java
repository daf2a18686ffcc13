package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell is offered, without a daemon, a network or a shell. */
class CompletionTest {
    private static final String STACK = """
            name: ${NAME:-x}
            services:
              web: {image: "i:${TAG:?set it}", profiles: [tools]}
              worker: {image: i, env_file: missing.env}
              db: {image: i, profiles: [data, tools]}
            """;

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> env = new HashMap<>(Map.of("JCOMPOSE_HOST", "unix:///nowhere", "TAG", "1"));

    @BeforeEach
    void stack() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), STACK);
    }

    @Test
    void verbsStandWhereNoneHasStood() {
        assertOffers(List.of("unpause", "up", ":4"), "u");
        assertOffers(List.of("up", ":4"), "--profile", "tools", "-fcompose.yaml", "--dry-run", "up");
        assertOffers(List.of("down", ":4"), "help", "dow");
        assertTrue(said("").stream().anyMatch(line -> line.equals("up\tCreate and start containers")));
        assertOffers(List.of(":4"), "nonsense", "");
    }

    @Test
    void flagsAreTheVerbsOwnAndComeOnceUnlessTheyMayComeTwice() {
        assertOffers(
                List.of("--ansi", "--all-resources", ":4").stream().sorted().toList(), "--a");
        assertOffers(List.of("--detach", ":4"), "up", "--det");
        assertOffers(List.of(":4"), "up", "-d", "--det");
        assertOffers(List.of("--scale", ":4"), "up", "--scale", "web=1", "--sc");
        assertOffers(List.of(":4"), "build", "--compress");
        assertOffers(List.of(":4"), "up", "--", "--det");
        assertOffers(List.of(":4"), "exec", "web", "--det");
    }

    @Test
    void valuesOfClosedListsAreOffered() {
        assertOffers(List.of("tty", ":4"), "--progress", "t");
        assertOffers(
                List.of("--progress=plain", "--progress=json", "--progress=quiet", ":4").stream()
                        .filter(line -> line.contains("=p") || line.startsWith(":"))
                        .toList(),
                "--progress=p");
        assertOffers(List.of("always", "missing", "never", "build", ":4"), "up", "--pull", "");
        assertOffers(List.of("--detach=true", "--detach=false", ":4"), "up", "--detach=");
        assertOffers(List.of("start", "stop", "status", ":4"), "daemon", "st");
        assertOffers(List.of("zsh", ":4"), "completion", "z");
        assertOffers(List.of(":0"), "-f", "comp");
        assertOffers(List.of(":16"), "--project-directory", "");
        assertOffers(List.of(":4"), "up", "-t", "");
    }

    @Test
    void servicesComeFromTheStackFileWhateverTheirProfile() throws IOException {
        assertOffers(List.of("db", "web", "worker", ":4"), "logs", "-f", "");
        assertOffers(List.of("web", "worker", ":4"), "exec", "w");
        assertOffers(List.of(":4"), "exec", "web", "");
        assertOffers(List.of("db", ":4"), "up", "web", "-d", "d");
        assertOffers(List.of("web=", ":6"), "up", "--scale", "web");
        assertOffers(List.of("--attach=db", ":4"), "up", "--attach=d");
        assertOffers(List.of("db:", ":2"), "cp", "d");
        assertOffers(List.of("db=", ":6"), "scale", "d");
        Path below = Files.createDirectories(folder.resolve("below"));
        assertEquals(List.of("db", ":4"), NamesAtHand.complete(List.of("ps", "d"), env, below));
        Files.writeString(folder.resolve("other.yaml"), "services: {alone: {image: i}}");
        assertOffers(List.of("alone", ":4"), "-f", "other.yaml", "ps", "");
    }

    @Test
    void profilesAreThoseOfTheStackFile() {
        assertOffers(List.of("data", "tools", ":4"), "--profile", "");
    }

    @Test
    void whatCannotBeKnownIsNotComplainedOf() throws IOException {
        assertOffers(List.of(":4"), "-p", "");
        env.remove("TAG");
        assertOffers(List.of(":4"), "ps", "");
        Files.writeString(folder.resolve("compose.yaml"), "services: [");
        assertOffers(List.of(":4"), "ps", "");
        assertOffers(List.of(":4"), "-f", "https://localhost:1/x.git", "ps", "");
        assertOffers(List.of(":4"), "-f", "-", "ps", "");
    }

    @Test
    void theDockerCommandsPluginAnswersWithItsNameBefore() {
        env.put("JCOMPOSE_CALLED", "docker-compose");
        assertOffers(List.of("up", ":4"), "compose", "up");
        assertFalse(said("compose", "").isEmpty());
    }

    private List<String> said(String... words) {
        return NamesAtHand.complete(List.of(words), env, folder);
    }

    private void assertOffers(List<String> expected, String... words) {
        assertEquals(
                expected,
                said(words).stream().map(line -> line.split("\t", -1)[0]).toList());
    }
}
