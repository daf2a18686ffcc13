package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of the daemon's open files processes of containers and their monitors get: nothing. Needs root. */
@Tag("root")
class DescriptorsTest extends InEngine {
    /** The descriptors of the shell, which opens none of its own for this. */
    private static final String LIST = "ls -l /proc/$$/fd; echo listed";

    private final List<Integer> careless = new ArrayList<>();

    /** A file that the daemon's own calls would have opened close-on-exec: a library may have one that is not. */
    @BeforeEach
    void openCarelessly() {
        for (int i = 0; i < 3; i++) {
            int fd = Native.open(engine.config.dataRoot(), Native.O_RDONLY, 0);
            Native.fcntl(fd, Native.F_SETFD, 0);
            careless.add(fd);
        }
    }

    @AfterEach
    void close() {
        careless.forEach(Native::close);
    }

    @Test
    void aContainerHasItsThreeStreamsAlone() {
        for (String streams : List.of(
                "",
                "\"OpenStdin\":true,\"StdinOnce\":true,\"AttachStdin\":true",
                "\"Tty\":true",
                "\"Tty\":true,\"OpenStdin\":true")) {
            streamsAlone(engine.output(LIST, streams));
        }
    }

    @Test
    void anExecHasItsThreeStreamsAlone() {
        String id = engine.runReady(IDLE, "");
        for (boolean tty : new boolean[] {false, true}) {
            for (boolean stdin : new boolean[] {false, true}) {
                String exec = engine.containers.execCreate(
                        id,
                        new ExecConfig(
                                List.of("sh", "-c", LIST),
                                List.of(),
                                "",
                                "",
                                false,
                                tty,
                                stdin,
                                true,
                                true,
                                "",
                                List.of()));
                try (var session = engine.containers.execStart(exec, new ExecStart(false, tty, List.of()))) {
                    streamsAlone(Engine.text(session));
                }
            }
        }
    }

    @Test
    void aMonitorHasNoFileOfTheDaemon() throws IOException {
        String id = engine.runReady(IDLE, "");
        int monitor = Integer.parseInt(Files.readString(engine.config
                        .runRoot()
                        .resolve("containers")
                        .resolve(id)
                        .resolve("conmon.pid"))
                .strip());
        try (Stream<Path> open = Files.list(Path.of("/proc/" + monitor + "/fd"))) {
            List<String> files = open.map(each -> {
                        try {
                            return Files.readSymbolicLink(each).toString();
                        } catch (IOException e) {
                            return "gone";
                        }
                    })
                    .toList();
            String own =
                    engine.config.dataRoot().resolve("containers").resolve(id).toString();
            assertFalse(files.isEmpty());
            for (String file : files) {
                assertFalse(
                        file.startsWith(engine.config.dataRoot().toString()) && !file.startsWith(own),
                        files.toString());
            }
        }
    }

    private static void streamsAlone(String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        assertEquals("listed", lines.getLast());
        List<String> open = lines.stream().filter(each -> each.contains(" -> ")).toList();
        for (String each : open) {
            assertTrue(each.matches(".* [012] -> (pipe:.*|/dev/null|/dev/pts/\\d+|/dev/console)"), text);
        }
        assertEquals(3, open.size(), text);
    }
}
