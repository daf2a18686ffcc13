package dev.jcompose.engine.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.container.Resources.DeviceAccess.Device;
import dev.jcompose.api.container.Resources.DeviceAccess.DeviceRequest;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdiDevicesTest {
    @TempDir
    Path top;

    private Path etc;
    private Path run;
    private CdiDevices devices;

    @BeforeEach
    void folders() throws IOException {
        etc = Files.createDirectory(top.resolve("etc"));
        run = Files.createDirectory(top.resolve("run"));
        devices = new CdiDevices(List.of(etc, run, top.resolve("absent")));
    }

    /** Each device sets a variable of its own, and all of a file one that names the file. */
    private static void write(Path file, String kind, String... names) throws IOException {
        var text = new StringBuilder("{cdiVersion: 0.5.0, kind: %s, containerEdits: {env: [FILE=%s]}, devices: ["
                .formatted(kind, file.getFileName()));
        for (String name : names) {
            text.append("{name: '%s', containerEdits: {env: ['D=%s']}},".formatted(name, name));
        }
        Files.writeString(file, text + "]}");
    }

    private static DeviceAccess mapped(String... names) {
        return new DeviceAccess(
                Arrays.stream(names).map(name -> new Device(name, name, "rwm")).toList(), List.of(), List.of());
    }

    private static DeviceAccess asked(String driver, int count, List<String> ids, String... capabilities) {
        return new DeviceAccess(
                List.of(),
                List.of(),
                List.of(new DeviceRequest(driver, count, ids, List.of(List.of(capabilities)), Map.of())));
    }

    private List<String> env(DeviceAccess access) {
        return devices.of(access).edits().stream()
                .flatMap(edits -> edits.env().stream())
                .toList();
    }

    private String refused(DeviceAccess access) {
        return String.valueOf(
                assertThrows(EngineException.class, () -> devices.of(access)).getMessage());
    }

    @Test
    void editsOfAFileComeOnceAndThoseOfEachDevice() throws IOException {
        write(etc.resolve("a.yaml"), "v.com/card", "0", "1", "2");
        assertEquals(List.of("FILE=a.yaml", "D=0", "D=2"), env(mapped("v.com/card=0", "/dev/null", "v.com/card=2")));
        assertEquals(List.of("FILE=a.yaml", "D=1"), env(asked("cdi", 0, List.of("v.com/card=1"))));
        assertEquals(List.of(), env(mapped("/dev/null")));
    }

    @Test
    void aLaterFolderHoldsBeforeAnEarlierOneAndTwoFilesOfOneFolderAreRefused() throws IOException {
        write(etc.resolve("a.yaml"), "v.com/card", "0", "1");
        write(run.resolve("b.yaml"), "v.com/card", "0");
        assertEquals(List.of("FILE=b.yaml", "D=0", "FILE=a.yaml", "D=1"), env(mapped("v.com/card=0", "v.com/card=1")));
        write(run.resolve("c.yaml"), "v.com/card", "0");
        String message = refused(mapped("v.com/card=0"));
        assertTrue(message.contains(run.resolve("b.yaml") + " and by " + run.resolve("c.yaml")), message);
    }

    @Test
    void aDeviceThatIsNotThereIsNamedWithTheFoldersAndWhatIsThere() throws IOException {
        assertEquals(
                "no CDI device v.com/card=7: looked in " + etc + ", " + run + ", " + top.resolve("absent")
                        + "; none is there",
                refused(mapped("v.com/card=7")));
        write(etc.resolve("a.yaml"), "v.com/card", "0", "1");
        Path broken = Files.writeString(run.resolve("broken.yaml"), "a: [");
        String message = refused(mapped("v.com/card=7"));
        assertTrue(message.contains("; there are v.com/card=0, v.com/card=1; not read: " + broken + ":1:5: "), message);
        var warnings = devices.of(mapped("v.com/card=0")).warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith(broken + ":1:5: "), warnings.getFirst());
    }

    @Test
    void gpusAreTheDevicesOfTheirVendor() throws IOException {
        String absent = refused(asked("", -1, List.of(), "gpu"));
        assertTrue(absent.contains("no CDI device of the kind nvidia.com/gpu: looked in " + etc), absent);
        write(etc.resolve("n.yaml"), "nvidia.com/gpu", "0", "1");
        assertEquals(List.of("FILE=n.yaml", "D=0", "D=1"), env(asked("", -1, List.of(), "gpu")));
        assertEquals(List.of("FILE=n.yaml", "D=0"), env(asked("nvidia", 1, List.of(), "compute", "utility")));
        assertEquals(List.of("FILE=n.yaml", "D=1"), env(asked("", 0, List.of("1"), "gpu")));
        String more = refused(asked("", 3, List.of(), "gpu"));
        assertTrue(more.startsWith("no CDI device nvidia.com/gpu=2: "), more);
        assertEquals(
                more,
                refused(asked("", Integer.MAX_VALUE, List.of(), "gpu")),
                "no more names are made than can be there");
        write(etc.resolve("n.yaml"), "nvidia.com/gpu", "0", "1", "all");
        assertEquals(List.of("FILE=n.yaml", "D=all"), env(asked("", -1, List.of(), "gpu")));
    }

    @Test
    void whatNoDeviceOfCdiCanHaveIsRefused() throws IOException {
        write(etc.resolve("n.yaml"), "nvidia.com/gpu", "0");
        String name = "nvidia.com/gpu=0";
        var renamed = new DeviceAccess(List.of(new Device(name, "/dev/x", "")), List.of(), List.of());
        assertTrue(refused(renamed).contains("cannot be mapped to /dev/x"));
        var narrowed = new DeviceAccess(List.of(new Device(name, name, "r")), List.of(), List.of());
        assertTrue(refused(narrowed).contains("cannot have the permissions r"));
        assertTrue(refused(asked("some", 1, List.of(), "gpu")).contains("device driver \"some\""));
        assertTrue(refused(asked("", 1, List.of(), "tpu")).contains("[[tpu]]"));
        assertTrue(refused(asked("", 1, List.of("0"), "gpu")).contains("not both"));
        assertTrue(refused(asked("cdi", -1, List.of(), "gpu")).contains("names of devices as their ids"));
        assertTrue(refused(asked("cdi", 0, List.of("card"), "gpu")).contains("card is not of the form"));
        var options = new DeviceRequest("", -1, List.of(), List.of(List.of("gpu")), Map.of("a", "b"));
        assertTrue(refused(new DeviceAccess(List.of(), List.of(), List.of(options)))
                .contains("{a=b}"));
    }

    @Test
    void editsThatTheEngineDoesNotMakeAreRefusedByName() throws IOException {
        Files.writeString(etc.resolve("a.yaml"), """
                cdiVersion: 1.1.0
                kind: v.com/card
                devices:
                - {name: rdt, containerEdits: {intelRdt: {closID: x}}}
                - {name: net, containerEdits: {netDevices: [{hostInterfaceName: a, name: b}]}}
                - {name: stop, containerEdits: {hooks: [{hookName: poststop, path: /bin/true}]}}
                """);
        assertTrue(refused(mapped("v.com/card=rdt")).contains("wants intelRdt"));
        assertTrue(refused(mapped("v.com/card=net")).contains("wants netDevices"));
        assertTrue(refused(mapped("v.com/card=stop")).contains("wants a hook poststop"));
    }
}
