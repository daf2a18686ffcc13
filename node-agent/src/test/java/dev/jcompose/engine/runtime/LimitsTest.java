package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static Resources resources(String json) throws Exception {
        return Json.DOCKER
                .readValue("{\"HostConfig\":{" + json.replace('\'', '"') + "}}", CreateContainer.class)
                .hostConfig()
                .resources();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'BlkioDeviceReadBps':[{'Path':'','Rate':5}] | device_read_bps has no path",
                "'BlkioDeviceWriteBps':[{'Path':'/dev/nosuch','Rate':5}] | device_write_bps names /dev/nosuch, which this host does not have",
                "'BlkioDeviceReadIOps':[{'Path':'/dev/null','Rate':5}] | device_read_iops names /dev/null, which is no block device",
                "'BlkioDeviceWriteIOps':[{'Path':'/etc/passwd','Rate':5}] | device_write_iops names /etc/passwd, which is no block device",
                "'BlkioWeightDevice':[{'Path':'','Weight':50}] | weight_device has no path",
            },
            quoteCharacter = '~')
    void aLimitOfADeviceThatIsNoneSaysWhichKeyAndWhatWouldBeOne(String json, String problem) throws Exception {
        var wish = resources(json);
        var refused = assertThrows(EngineException.class, () -> Limits.check(wish));
        String message = String.valueOf(refused.getMessage());
        assertEquals(ErrorKind.INVALID, refused.kind());
        assertTrue(message.startsWith("blkio_config: " + problem + ": name a block device of this host"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Devices':[{'PathOnHost':'/dev/null','PathInContainer':'/dev/x','CgroupPermissions':'q'}] | device /dev/null: invalid permissions \"q\": write r (read), w (write) and m (mknod), as rw",
                "'DeviceCgroupRules':['x'] | device cgroup rule x: write it as 'c 42:* rmw'",
            },
            quoteCharacter = '~')
    void whatNoCgroupTakesOfADeviceIsRefusedBeforeAContainerIsMade(String json, String message) throws Exception {
        assertRefused(message, json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'MemoryReservation':1024 | Minimum memory reservation allowed is 6MB",
                "'CpuShares':1 | the minimum allowed cpu-shares is 2, the maximum 262144: 1 is neither between them nor 0, which means the usual 1024",
                "'CpuShares':-1 | the minimum allowed cpu-shares is 2, the maximum 262144: -1 is neither between them nor 0, which means the usual 1024",
                "'NanoCpus':1000000000,'CpuQuota':5000 | Conflicting options: Nano CPUs and CPU Quota cannot both be set",
            },
            quoteCharacter = '~')
    void numbersThatNoContainerCanHaveAreRefused(String json, String message) throws Exception {
        assertRefused(message, json);
    }

    /** The runtime writes -1 as a number that no kernel takes. */
    @Test
    void aQuotaThatIsNoneIsLeftOutAndAnUpdateLiftsTheOldOne() throws Exception {
        var wish = resources("'CpuQuota':-1");
        assertNull(Limits.spec(wish, List.of(), false).cpu());
        assertEquals(
                1L << 32,
                Objects.requireNonNull(Limits.ofRunning(wish, false).cpu()).quota());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, -5})
    void aLimitOfProcessesThatIsNoneIsNoneAndAnUpdateLiftsTheOldOne(long none) throws Exception {
        var wish = resources("'PidsLimit':" + none);
        assertNull(Limits.spec(wish, List.of(), false).pids());
        assertEquals(
                4_194_304,
                Objects.requireNonNull(Limits.ofRunning(wish, false).pids()).limit());
    }

    @Test
    void anUpdateWithoutAWordOnProcessesLeavesTheirLimit() throws Exception {
        assertNull(Limits.ofRunning(resources("'CpuShares':5"), false).pids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/a/../x", ".."})
    void aParentCgroupCannotLeadUpwards(String parent) throws Exception {
        var wish = resources("'CgroupParent':'" + parent + "'");
        var refused = assertThrows(EngineException.class, () -> Limits.check(wish));
        assertEquals(
                "cgroup_parent " + parent + " leads upwards: name it from the top of the cgroups, as /shop",
                refused.getMessage());
    }

    /** The runtime refuses to start a container with them there. */
    @Test
    void whatCgroupV2DoesNotKnowIsToldAndLeftOut() throws Exception {
        var wish = resources("'Memory':41943040,'MemorySwappiness':10,'OomKillDisable':true");
        assertEquals(
                new OciSpec.Memory(41943040L, null, 83886080L, 10L, true),
                Limits.spec(wish, List.of(), false).memory());
        assertEquals(List.of(), Limits.shortcomings(wish, false));
        assertEquals(
                new OciSpec.Memory(41943040L, null, 83886080L, null, null),
                Limits.spec(wish, List.of(), true).memory());
        assertEquals(
                List.of(
                        "the OOM killer stays on: this host has cgroup v2, which cannot turn it off",
                        "the memory swappiness 10 has no effect: this host has cgroup v2, which knows none of a"
                                + " container's own; root can set that of the host: vm.swappiness"),
                Limits.shortcomings(wish, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'OomKillDisable':false", "'MemorySwappiness':-1"})
    void whoAskedForNothingIsToldNothing(String json) throws Exception {
        var wish = resources(json);
        assertEquals(List.of(), Limits.shortcomings(wish, true));
        assertNull(Limits.spec(wish, List.of(), true).memory());
    }

    private static void assertRefused(String message, String json) throws Exception {
        var wish = resources(json);
        assertEquals(
                message,
                assertThrows(EngineException.class, () -> Limits.check(wish)).getMessage());
    }
}
