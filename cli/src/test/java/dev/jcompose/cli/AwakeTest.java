package dev.jcompose.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's short commands start a process that answers the next ones, where the user has a folder for such things. */
class AwakeTest {
    /** A JVM of the command's own would not start. */
    private static final String WARM_ONLY = "JCOMPOSE_TRAIN=-XX:NoSuchOption ";

    private static final String CONFIG = Launched.TOP + "/target/dist/bin/jcompose config --images";

    @TempDir
    private Path folder;

    /** What the login gives each user. */
    private Path own;

    @BeforeEach
    void stack() throws Exception {
        assumeTrue(Files.exists(Launched.TOP.resolve("target/dist/VERSION")), "./jcompose was not built");
        own = Files.createDirectory(
                folder.resolve("own"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: given}}\n");
    }

    @AfterEach
    void awayWithTheFolder() throws Exception {
        shell("rm -rf own");
        await().atMost(Duration.ofSeconds(30)).until(() -> processes().isEmpty());
    }

    @Test
    void theNextCommandsNeedNoJvmOfTheirOwn() throws Exception {
        assertEquals("given\n", shell(CONFIG));
        awake();
        assertEquals("given\n", shell(WARM_ONLY + CONFIG));
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: \"${OTHER}\"}}\n");
        assertEquals("other\n", shell("OTHER=other " + WARM_ONLY + CONFIG));
    }

    @Test
    void whoWantsNoneOrMayDoSomethingElseOrReadsTimesElsewhereHasAJvmOfTheirOwn() throws Exception {
        shell(CONFIG);
        awake();
        assertEquals("given\n", shell(WARM_ONLY + CONFIG));
        for (String other :
                List.of("JCOMPOSE_AWAKE=0 ", "umask 0137; ", "TZ=Asia/Tokyo ", "setpriv --no-new-privs env ")) {
            assertEquals("given\n", shell(other + CONFIG));
            assertTrue(shell(other + WARM_ONLY + CONFIG).contains("NoSuchOption"), other);
        }
    }

    @Test
    void itHoldsNothingOfTheCommandThatStartedIt() throws Exception {
        assertEquals("given\n", shell("exec 9> held; flock 9; SECRET=word " + CONFIG));
        awake();
        assertEquals("free\n", shell("flock -n held echo free"));
        long pid = processes().getFirst().pid();
        assertEquals("/\n", shell("readlink /proc/%d/cwd".formatted(pid)));
        assertFalse(shell("tr '\\0' '\\n' < /proc/%d/environ".formatted(pid)).contains("SECRET"));
    }

    @Test
    void itEndsWhenNobodyAsks() throws Exception {
        assertEquals("given\n", shell("JCOMPOSE_AWAKE=1 " + CONFIG));
        awake();
        await().atMost(Duration.ofSeconds(30)).until(() -> processes().isEmpty());
        assertEquals("", shell("ls own/jcompose"));
    }

    @Test
    void noneIsStartedForWhoWantsNone() throws Exception {
        assertEquals("given\n", shell("JCOMPOSE_AWAKE=0 " + CONFIG));
        assertEquals("", shell("ls own"));
        assertEquals(
                "jcompose: JCOMPOSE_AWAKE is \"long\"; it takes seconds, 0 for none\n",
                shell("JCOMPOSE_AWAKE=long " + CONFIG));
    }

    @Test
    @Tag("root")
    void anothersFolderIsNotUsed() throws Exception {
        shell("chown nobody own");
        assertEquals("given\n", shell(CONFIG));
        assertEquals("", shell("ls own"));
    }

    private void awake() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> shell("ls own/jcompose/awake-*[!k] | wc -l").equals("1\n"));
    }

    private List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info().commandLine().orElse("").contains(own + "/jcompose/awake-"))
                    .toList();
        }
    }

    private String shell(String line) throws IOException, InterruptedException {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        shell.environment().put("JCOMPOSE_RUN_ROOT", folder.toString());
        shell.environment().put("XDG_RUNTIME_DIR", own.toString());
        Process process = shell.start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return shown;
    }
}
