package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may ask of a new container: what cannot be had is refused, not passed over. */
@Tag("root")
class WishTest extends InEngine {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Binds':['/etc:/m:ro,rw'] | invalid mode: ro,rw",
                "'Binds':['named:/m:rslave'] | field BindOptions must not be specified",
                "'Binds':['/etc:/m:nocopy'] | field VolumeOptions must not be specified",
                "'Mounts':[{'Type':'tmpfs','Source':'x','Target':'/m'}] | field Source must not be specified",
                "'Mounts':[{'Type':'volume','Source':'v','Target':'/m','VolumeOptions':{'Subpath':'../x'}}] | subpath must be a relative path within the volume",
                "'VolumesFrom':[''] | volumes-from specification cannot be an empty string",
                "'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':-1} | maximum retry count cannot be negative",
                "'Annotations':{'':'x'} | the empty string is not permitted as an annotation key",
                "'CapAdd':['BOGUS'] | invalid CapAdd: unknown capability: \"CAP_BOGUS\"",
                "'Privileged':true,'CapDrop':['BOGUS'] | invalid CapDrop: unknown capability: \"CAP_BOGUS\"",
            })
    void isRefused(String host, String words) {
        var refused = assertThrows(
                EngineException.class, () -> engine.shell("true", "\"HostConfig\":{" + host.replace('\'', '"') + "}"));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    @Test
    void modesOfVolumesOfAnotherContainerAreReadOnlyOrNot() {
        String donor = engine.shell("true", "\"Volumes\":{\"/v\":{}}");
        var refused = assertThrows(
                EngineException.class,
                () -> engine.shell("true", "\"HostConfig\":{\"VolumesFrom\":[\"" + donor + ":bogus\"]}"));
        assertEquals("invalid mode: bogus", refused.getMessage());
        String taker = engine.shell("true", "\"HostConfig\":{\"VolumesFrom\":[\"" + donor + ":ro\"]}");
        assertFalse(engine.containers.inspect(taker).mounts().getFirst().writable());
    }

    @ParameterizedTest
    @CsvSource({"-1,Interval", "10,Timeout", "10,StartPeriod", "10,StartInterval"})
    void timesOfAHealthCheckAreNamedWhereTheyAreTooShort(long nanos, String member) {
        var refused = assertThrows(
                EngineException.class,
                () -> engine.shell("true", "\"Healthcheck\":{\"" + member + "\":" + nanos + "}"));
        assertEquals(member + " in Healthcheck cannot be less than 1ms", refused.getMessage());
    }

    @Test
    void aRuleForEveryDeviceLetsTheContainerStart() {
        String rules = engine.output(
                "echo started", "\"HostConfig\":{\"DeviceCgroupRules\":[\"c *:* r\",\"b 7:* rw\"],\"CpuQuota\":-1}");
        assertEquals("started\n", rules);
    }

    @Test
    void aPrivateIpcNamespaceIsNobodyElses() {
        String own = engine.runReady(IDLE, "");
        String joins = engine.shell("true", "\"HostConfig\":{\"IpcMode\":\"container:" + own + "\"}");
        var refused = assertThrows(EngineException.class, () -> engine.containers.start(joins));
        assertTrue(String.valueOf(refused.getMessage()).contains("non-shareable IPC"), refused.getMessage());
        String shared = engine.runReady(IDLE, "\"HostConfig\":{\"IpcMode\":\"shareable\"}");
        String other = engine.run(IDLE, "\"HostConfig\":{\"IpcMode\":\"container:" + shared + "\"}");
        assertEquals("running", engine.containers.inspect(other).state().status());
    }

    @Test
    void whatWasLeftOpenIsShownAsDockerShowsIt() {
        var host = engine.containers
                .inspect(engine.shell("true", "\"HostConfig\":{\"NetworkMode\":\"default\",\"MemorySwappiness\":-1}"))
                .hostConfig();
        assertEquals("bridge", host.namespaces().networkMode());
        assertNull(host.resources().memoryLimits().memorySwappiness());
    }

    @Test
    void anUpdateOfAWeightLeavesWhatElseIsSaidOfBlockDevices() {
        var before = engine.containers
                .inspect(engine.shell(
                        "true", "\"HostConfig\":{\"BlkioDeviceReadBps\":[{\"Path\":\"/dev/loop0\",\"Rate\":1048576}]}"))
                .hostConfig();
        var wish = new dev.jcompose.api.container.UpdateContainer(weight(300), null);
        assertEquals(
                before.resources().blkio().blkioDeviceReadBps(),
                Update.apply(before, wish).resources().blkio().blkioDeviceReadBps());
        assertEquals(300, Update.apply(before, wish).resources().blkio().blkioWeight());
    }

    @Test
    void whatAStartWouldSayOfWeightsIsSaidAtCreationAndUpdate() {
        var made = engine.make(IDLE, "\"HostConfig\":{\"BlkioWeight\":300}");
        var wish = new dev.jcompose.api.container.UpdateContainer(weight(300), null);
        List<String> updated = engine.containers.update(made.id(), wish);
        List<String> started = engine.containers.start(made.id());
        assertEquals(ofBlocks(started), ofBlocks(made.warnings()));
        assertEquals(ofBlocks(started), ofBlocks(updated));
    }

    private static List<String> ofBlocks(List<String> said) {
        return said.stream().filter(each -> each.contains("block I/O")).toList();
    }

    private static dev.jcompose.api.container.Resources weight(int weight) {
        return dev.jcompose.api.json.Json.read(
                        ("{\"HostConfig\":{\"BlkioWeight\":" + weight + "}}")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        dev.jcompose.api.container.CreateContainer.class)
                .hostConfig()
                .resources();
    }
}
