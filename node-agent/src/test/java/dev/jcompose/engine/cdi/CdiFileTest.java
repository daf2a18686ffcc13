package dev.jcompose.engine.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.ContainerEdits.DeviceNode;
import dev.jcompose.engine.cdi.ContainerEdits.Hook;
import dev.jcompose.engine.cdi.ContainerEdits.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdiFileTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void jsonAndYamlSayTheSame() throws IOException {
        Path json = file("a.json", """
                {"cdiVersion": "0.7.0", "kind": "vendor.com/card", "annotations": {"a": "b"},
                 "containerEdits": {"env": ["ALL=1"], "additionalGids": [7]},
                 "devices": [{"name": "0", "containerEdits": {
                \t"deviceNodes": [{"path": "/dev/card0", "hostPath": "/dev/zero", "type": "c", "major": 1, "minor": 5,
                     "fileMode": 432, "permissions": "r", "uid": 1, "gid": 2}, {"path": "/dev/null"}],
                   "mounts": [{"hostPath": "/lib", "containerPath": "/vendor", "options": ["ro", "bind"]}],
                   "hooks": [{"hookName": "createRuntime", "path": "/bin/true", "args": ["true", "x"], "timeout": 3}]}},
                 {"name": "all"}]}
                """);
        Path yaml = file("a.yaml", """
                cdiVersion: 0.7.0
                kind: vendor.com/card
                annotations: {a: b}
                containerEdits:
                  env: [ALL=1]
                  additionalGids: [7]
                devices:
                - name: "0"
                  containerEdits:
                    deviceNodes:
                    - {path: /dev/card0, hostPath: /dev/zero, type: c, major: 1, minor: 5, fileMode: 0660,
                       permissions: r, uid: 1, gid: 2}
                    - path: /dev/null
                    mounts:
                    - {hostPath: /lib, containerPath: /vendor, options: [ro, bind]}
                    hooks:
                    - {hookName: createRuntime, path: /bin/true, args: ["true", x], timeout: 3}
                - name: all
                """);
        CdiFile expected = new CdiFile(
                "0.7.0",
                "vendor.com/card",
                Map.of("a", "b"),
                List.of(
                        new CdiFile.Device(
                                "0",
                                Map.of(),
                                new ContainerEdits(
                                        List.of(),
                                        List.of(
                                                new DeviceNode("/dev/card0", "/dev/zero", "c", 1L, 5L, 0660, "r", 1, 2),
                                                new DeviceNode("/dev/null", "", "", null, null, null, "", null, null)),
                                        List.of(new Mount("/lib", "/vendor", "", List.of("ro", "bind"))),
                                        List.of(new Hook(
                                                "createRuntime", "/bin/true", List.of("true", "x"), List.of(), 3)),
                                        List.of(),
                                        Map.of(),
                                        List.of())),
                        new CdiFile.Device("all", Map.of(), ContainerEdits.NONE)),
                new ContainerEdits(List.of("ALL=1"), List.of(), List.of(), List.of(), List.of(7), Map.of(), List.of()));
        assertEquals(expected, CdiFile.read(json));
        assertEquals(expected, CdiFile.read(yaml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.json | {"cdiVersion": "0.5.0",!"kind" "v.com/c"}                                   | 2:8:
            a.json | {"cdiVersion": "1", "cdiVersion": "1"}                                      | 1:33: Duplicate
            a.json | {"cdiVersion": "0.5.0", "kind": "v.com/c", "devices": [{"nick": "0"}]}      | devices[0].nick: CDI knows
            a.json | {"cdiVersion": "0.5.0", "kind": "v.com/c", "devices": [{"name": {}}]}       | devices[0].name: a value of another kind
            a.json | []                                                                          | an object
            a.yaml | cdiVersion: 0.5.0!kind: [a!devices: {}]                                    | 3:8:
            a.yaml | kind: v.com/c!kind: v.com/d                                                 | 2:1:
            a.yaml | kind: v.com/c                                                               | cdiVersion is missing
            a.yaml | {cdiVersion: 0.5.0, kind: card, devices: [{name: a}]}                       | kind: 'card'
            a.yaml | {cdiVersion: 0.5.0, kind: v.com/c}                                          | devices: at least one
            a.yaml | {cdiVersion: 0.5.0, kind: v.com/c, devices: [{name: a}, {name: a}]}         | devices: 'a' is there twice
            a.yaml | {cdiVersion: 0.5.0, kind: v.com/c, devices: [{name: /a}]}                   | devices: '/a' is no name
            a.yaml | {cdiVersion: 0.5.0, kind: v.com/c, devices: [{name: a, containerEdits: {env: [A]}}]} | device a: env: 'A'
            a.yaml | {cdiVersion: 0.5.0, kind: v.com/c, devices: [{name: a, containerEdits: {deviceNodes: [{path: x}]}}]} | device a: deviceNodes: 'x'
            """)
    void aBrokenFileIsNamedWithThePlace(String name, String text, String expected) throws IOException {
        Path file = file(name, text.replace('!', '\n'));
        var failure = assertThrows(EngineException.class, () -> CdiFile.read(file));
        String message = String.valueOf(failure.getMessage());
        String told = message.substring(file.toString().length() + 1).strip();
        assertEquals(file + ":", message.substring(0, file.toString().length() + 1));
        assertEquals(expected, told.substring(0, Math.min(expected.length(), told.length())), message);
    }
}
