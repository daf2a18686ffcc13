package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Secrets and configs of files: containers see what becomes of the file, and never a file that nobody showed them. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveFilesTest {
    private final Launched jcompose;
    private final Path secret;
    private final Path config;

    LiveFilesTest() throws Exception {
        jcompose = new Launched().busybox();
        secret = jcompose.folder().resolve("secret.txt");
        config = jcompose.folder().resolve("app.conf");
        Files.writeString(jcompose.folder().resolve("compose.yaml"), """
                name: livefiles
                services:
                  a:
                    image: live-busybox
                    build: .
                    command: sleep 1000
                    stop_grace_period: 0s
                    secrets: [word]
                    configs: [{source: app, target: /etc/app.conf}]
                  b:
                    extends: a
                    configs: [{source: app, target: /etc/app.conf, mode: 0440}]
                secrets: {word: {file: secret.txt}}
                configs: {app: {file: app.conf}}
                """);
    }

    @BeforeEach
    void up() throws Exception {
        Files.writeString(secret, "one");
        Files.writeString(config, "blue");
        jcompose.run("up", "-d").ok();
        assertEquals("one blue", seen("a"));
    }

    @AfterEach
    void down() throws Exception {
        jcompose.run("down", "-v", "-t", "0").ok();
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    private String seen(String service, String... exec) throws Exception {
        List<String> words = new ArrayList<>(List.of("exec", "-T"));
        words.addAll(List.of(exec));
        words.addAll(List.of(service, "sh", "-c", "cat /run/secrets/word; echo -n ' '; cat /etc/app.conf"));
        return jcompose.run(words.toArray(String[]::new)).ok().out();
    }

    @Test
    void aChangeInPlaceIsSeenAtOnceAndIsAReasonToRecreateAtTheNextUp() throws Exception {
        Files.writeString(secret, "two");
        Files.writeString(config, "red");
        assertEquals("two red", seen("a"));
        // A mode of its own makes it a copy.
        assertEquals("two blue", seen("b"));
        jcompose.run("up", "-d", "--scale", "a=2", "--no-recreate").ok();
        assertEquals("two red", seen("a", "--index", "2"));
        String plan = jcompose.run("plan").out();
        assertTrue(plan.contains("service a changed") && plan.contains("secrets[0].content"), plan);
        jcompose.run("up", "-d").ok();
        assertEquals("two red", seen("b"));
        assertEquals(0, jcompose.run("plan").code());
    }

    @Test
    void aReplicaMadeOfWhatIsStoredFollowsTheFileToo() throws Exception {
        Files.writeString(secret, "two");
        jcompose.run("scale", "a=2").ok();
        assertEquals("two blue", seen("a", "--index", "2"));
    }

    @Test
    void anotherFileInItsPlaceIsSeenAtTheNextStart() throws Exception {
        Path other = Files.writeString(jcompose.folder().resolve("other"), "three");
        Files.move(other, secret, StandardCopyOption.ATOMIC_MOVE);
        assertEquals("one blue", seen("a"));
        jcompose.run("restart", "a").ok();
        assertEquals("three blue", seen("a"));
    }

    @Test
    void whereItIsGoneOrBecameAnothersTheNextStartFindsTheCopyAndTheLogSaysSo() throws Exception {
        Files.delete(secret);
        jcompose.run("restart", "a").ok();
        assertEquals("one blue", seen("a"));
        assertTrue(jcompose.log().contains(secret + " is gone, or another's"), jcompose.log());
        Path hidden = Files.writeString(jcompose.folder().resolve("hidden"), "not for you");
        Files.setAttribute(hidden, "unix:uid", 4321);
        Files.createSymbolicLink(secret, hidden);
        jcompose.run("restart", "a").ok();
        assertEquals("one blue", seen("a"));
    }

    @Test
    void aRemoteDaemonGetsTheContent() throws Exception {
        try (var relay = new TcpRelay(jcompose.folder().resolve("run/docker.sock"))) {
            String plan = jcompose.run("--host", relay.address(), "plan").out();
            assertTrue(plan.contains("secrets[0].live"), plan);
            jcompose.run("--host", relay.address(), "up", "-d").ok();
            assertEquals("one blue", seen("a"));
            Files.writeString(secret, "two");
            assertEquals("one blue", seen("a"));
        }
    }
}
