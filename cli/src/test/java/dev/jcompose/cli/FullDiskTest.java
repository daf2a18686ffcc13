package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The data root is an ext4 of its own, which a container fills to the last byte while another goes on writing: what frees room
 * works, also of a daemon that was killed there, and nothing acknowledged is lost. Needs root for the daemon and for the mount.
 */
@Tag("root")
class FullDiskTest {
    private final Launched jcompose;
    private final Path data;

    FullDiskTest() throws IOException {
        jcompose = new Launched().busybox();
        data = Files.createDirectory(jcompose.folder().resolve("data"));
    }

    @BeforeEach
    void fullDisk() throws Exception {
        String image = jcompose.folder().resolve("disk").toString();
        program("truncate", "-s", "100M", image);
        program("mkfs.ext4", "-q", "-F", image);
        program("mount", "-o", "loop", image, data.toString());
        Files.writeString(jcompose.folder().resolve("compose.yaml"), """
                name: full
                x-common: &common {image: full-base, build: ., stop_grace_period: 0s}
                services:
                  fills: {<<: *common, command: [sleep, "1000"], volumes: [rows:/rows]}
                  writes: {<<: *common, command: [sh, -c, "while :; do echo line; echo line >> /more; sleep 0.05; done"]}
                  other: {<<: *common, command: [sleep, "1000"], scale: 3}
                volumes: {rows: {}}
                """);
        jcompose.run("up", "-d", "--wait").ok();
        Launched.Ended filled = jcompose.run("exec", "-T", "fills", "dd", "if=/dev/zero", "of=/rows/filling", "bs=64k");
        assertTrue(filled.err().contains("No space left on device"), filled.err());
        // Down to the last block: dd gives up with the first of its own that does not fit.
        Path rest = data.resolve("rest");
        assertThrows(IOException.class, () -> {
            while (true) {
                Files.write(rest, new byte[16], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        });
    }

    @AfterEach
    void away() throws Exception {
        try {
            jcompose.run("down", "-v");
        } finally {
            jcompose.remove();
        }
    }

    private static void program(String... words) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor(), () -> String.join(" ", words));
    }

    private String containers() throws Exception {
        return jcompose.run("ps", "-a", "--format", "{{.Name}} {{.State}} {{.ID}}")
                .ok()
                .out();
    }

    private static String without(String name, String containers) {
        return containers.lines().filter(line -> !line.startsWith(name)).reduce("", (a, b) -> a + b + "\n");
    }

    private void killDaemon() throws Exception {
        long pid = Long.parseLong(
                Files.readString(jcompose.folder().resolve("run/daemon.pid")).strip());
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().join();
    }

    @Test
    void whatFreesRoomWorksAndNothingIsLost() throws Exception {
        String before = containers();
        Launched.Ended run = jcompose.run("run", "--rm", "-T", "other", "echo", "hello");
        assertTrue(run.code() != 0, run.out());
        assertTrue(run.err().matches("(?si).*no space left on device.*"), run.err());
        assertEquals(before, containers());

        jcompose.run("stop", "writes").ok();
        jcompose.run("restart", "fills").ok();
        killDaemon();
        jcompose.run("daemon", "start").ok();
        assertEquals(without("full-writes", before), without("full-writes", containers()));
        assertTrue(containers().contains("full-writes-1 exited "), containers());
        jcompose.run("rm", "-f", "writes").ok();
        jcompose.run("daemon", "restart").ok();
        assertEquals(without("full-writes", before), containers());

        jcompose.run("down", "-v").ok();
        assertEquals("", containers());
        try (Stream<Path> volumes = Files.list(data.resolve("volumes"))) {
            assertEquals(0, volumes.count());
        }
        jcompose.run("up", "-d", "--wait").ok();
        assertEquals("nothing to do\n", jcompose.run("plan").ok().out());
    }
}
