package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlChecksTest {
    private static HostConfig host(String sysctl, String modes) throws Exception {
        return Json.DOCKER
                .readValue(
                        "{\"HostConfig\":{\"Sysctls\":{\"" + sysctl + "\":\"1\"}" + modes + "}}", CreateContainer.class)
                .hostConfig();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net.core.somaxconn",
                "net/ipv4/conf/eth0.100/rp_filter",
                "kernel.shmmax",
                "fs.mqueue.msg_max",
                "kernel.domainname"
            })
    void whatANamespaceHasOfItsOwnIsTaken(String name) {
        assertDoesNotThrow(() -> SysctlChecks.check(host(name, "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm.swappiness | sysctl vm.swappiness is not one that a container can have of its own: those are net.* | sysctl -w vm.swappiness=1",
                "foo.bar | sysctl foo.bar is not one that a container can have of its own | those are net.*",
                "kernel.hostname | sysctl kernel.hostname: set it as hostname: 1 | hostname",
            })
    void whatOnlyTheWholeHostHasIsRefusedWithWhereItIsSet(String name, String start, String way) {
        refused(name, "", start, way);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net.core.somaxconn | NetworkMode | host | network",
                "net.core.somaxconn | NetworkMode | container:x | network",
                "kernel.msgmax | IpcMode | host | ipc",
                "kernel.domainname | UTSMode | host | uts",
            })
    void oneOfANamespaceThatIsAnothersIsRefused(String name, String key, String mode, String namespace) {
        refused(
                name,
                ",\"" + key + "\":\"" + mode + "\"",
                "sysctl " + name + " belongs to the " + namespace + " namespace, and this container shares another's ("
                        + mode + ")",
                "set it there, or give the container its own");
    }

    private static void refused(String name, String modes, String start, String way) {
        var refused = assertThrows(EngineException.class, () -> SysctlChecks.check(host(name, modes)));
        String message = String.valueOf(refused.getMessage());
        assertEquals(ErrorKind.INVALID, refused.kind());
        assertTrue(message.startsWith(start) && message.contains(way), message);
    }
}
