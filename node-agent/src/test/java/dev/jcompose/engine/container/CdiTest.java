package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Devices of CDI, seen from inside a container: needs root. */
@Tag("root")
class CdiTest extends InEngine {
    private static final String MAPPED = "\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"v.com/card=0\"}]}";
    private static final String LOOK = "stat -c '%t:%T %a %u:%g' /dev/card; head -c 3 /dev/card | wc -c; "
            + "(: < /dev/none) 2>&1; (: > /dev/none) 2>&1; echo $CARD $FILE; cat /vendor/lib; touch /vendor/lib 2> /dev/null || id -G";
    private Path file;

    @BeforeEach
    void vendor() throws IOException {
        Path folder = Files.createDirectories(engine.folder.resolve("cdi"));
        Path vendor = Files.createDirectories(engine.folder.resolve("vendor"));
        Files.writeString(vendor.resolve("lib"), "library\n");
        file = folder.resolve("v.yaml");
        write("v.com/card", "");
    }

    /** {@code /dev/zero} by another name, and a number behind which no driver is: who may open it is told so. */
    private void write(String kind, String more) throws IOException {
        Files.writeString(file, """
                cdiVersion: 0.7.0
                kind: %s
                containerEdits:
                  env: [FILE=mine]
                  additionalGids: [0, 4711]
                devices:
                - name: "0"
                  containerEdits:
                    env: [CARD=zero]
                    deviceNodes:
                    - {path: /dev/card, type: c, major: 1, minor: 5, fileMode: 0640, uid: 12, gid: 13}
                    - {path: /dev/none, type: c, major: 1, minor: 200, permissions: r}
                    - {path: /dev/same, hostPath: /dev/full}
                    mounts:
                    - {hostPath: %s/vendor, containerPath: /vendor, options: [ro, nosuid, rbind]}
                %s""".formatted(kind, engine.folder, more.indent(4)));
    }

    private void assertInside(String printed) {
        List<String> lines = printed.lines().toList();
        assertEquals(List.of("1:5 640 12:13", "3"), lines.subList(0, 2), printed);
        assertTrue(lines.get(2).endsWith("No such device or address"), printed);
        assertTrue(lines.get(3).endsWith("Operation not permitted"), printed);
        assertEquals(List.of("zero mine", "library"), lines.subList(4, 6), printed);
        assertTrue(lines.getLast().endsWith(" 4711"), printed);
    }

    @Test
    void aMappedDeviceIsThereWithAllThatItNeeds() {
        assertInside(engine.output(LOOK, "\"Env\":[\"CARD=own\"]," + MAPPED));
        assertEquals("1:7", engine.output("stat -c %t:%T /dev/same", MAPPED).strip());
        assertInside(engine.output(
                LOOK, "\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"cdi\",\"DeviceIDs\":[\"v.com/card=0\"]}]}"));
    }

    @Test
    void aProcessThatIsAddedHasTheSameAlsoAfterTheDaemonDied() {
        String id = engine.runReady(IDLE, MAPPED);
        assertEquals("zero mine 4711", added(id));
        engine.restart();
        assertEquals("zero mine 4711", added(id));
        assertEquals("own mine 4711", added(id, "CARD=own"));
    }

    private String added(String id, String... env) {
        String exec = engine.containers.execCreate(
                id,
                new ExecConfig(
                        List.of("sh", "-c", "echo $CARD $FILE $(id -G | grep -o 4711)"),
                        List.of(env),
                        "",
                        "",
                        false,
                        false,
                        false,
                        true,
                        true,
                        "",
                        List.of()));
        try (var session = engine.containers.execStart(exec, new ExecStart(false, false, List.of()))) {
            return Engine.text(session).strip();
        }
    }

    @Test
    void gpusAreDevicesOfCdi() throws IOException {
        write("nvidia.com/gpu", "");
        for (String wish : List.of("\"Count\":-1", "\"Count\":1", "\"Driver\":\"nvidia\",\"DeviceIDs\":[\"0\"]")) {
            assertInside(engine.output(
                    LOOK, "\"HostConfig\":{\"DeviceRequests\":[{" + wish + ",\"Capabilities\":[[\"gpu\"]]}]}"));
        }
    }

    @Test
    void aStartAfterTheFileWentFailsAndOneAfterItChangedHasTheNewOne() throws IOException {
        String id = engine.shell("echo $CARD", MAPPED);
        engine.containers.start(id);
        assertEquals(0, engine.exitCode(id));
        Files.delete(file);
        var failure = assertThrows(EngineException.class, () -> engine.containers.start(id));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("no CDI device v.com/card=0: looked in " + file.getParent() + "; none is there"),
                failure.getMessage());
        var refused = assertThrows(EngineException.class, () -> engine.shell("true", MAPPED));
        assertTrue(String.valueOf(refused.getMessage()).contains("no CDI device v.com/card=0"));
        write("v.com/card", "");
        engine.containers.start(id);
        assertEquals(0, engine.exitCode(id));
    }

    @Test
    void hooksAreRunWhereRootAloneMayWriteThem() throws IOException {
        Path mark = engine.folder.resolve("mark");
        write("v.com/card", """
                hooks:
                - {hookName: createRuntime, path: /bin/sh, args: [sh, -c, 'echo "$A" > %s'], env: [A=hooked], timeout: 10}
                """.formatted(mark));
        assertInside(engine.output(LOOK, MAPPED));
        assertEquals("hooked\n", Files.readString(mark));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        var refused = assertThrows(EngineException.class, () -> engine.shell("true", MAPPED));
        assertTrue(
                String.valueOf(refused.getMessage()).contains(file + " is not root's alone to write"),
                refused.getMessage());
    }
}
