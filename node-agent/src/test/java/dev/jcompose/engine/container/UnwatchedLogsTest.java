package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root for a user namespace where the distribution keeps them from others. */
@Tag("root")
class UnwatchedLogsTest {
    /** The limit of a user namespace of its own: that of fs.inotify is the whole host's, whoever writes it. */
    @Test
    void aHostWithoutWatchesLeftRotatesAllTheSameAndNamesTheLimit(@TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "sh",
                        "-c",
                        "echo 0 > /proc/sys/user/max_inotify_watches && exec \"$@\"",
                        "sh",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnwatchedLogs.class.getName(),
                        folder.toString())
                .redirectError(errors.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaint = Files.readString(errors);
        assertEquals(0, process.waitFor(), complaint);
        assertTrue(said.contains("rotated 2000\ntold\n"), said + complaint);
        assertTrue((said + complaint).contains("fs.inotify.max_user_watches"), said + complaint);
    }
}
