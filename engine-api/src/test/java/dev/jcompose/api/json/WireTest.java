package dev.jcompose.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.NetworkingConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
    private static CreateContainer create(String json) {
        return Json.read(json.getBytes(UTF_8), CreateContainer.class);
    }

    @Test
    void an_empty_request_reads_as_the_defaults() {
        var request = create("{}");
        assertEquals(new CreateContainer(ContainerConfig.EMPTY, HostConfig.DEFAULT, NetworkingConfig.NONE), request);
        assertEquals(HostConfig.DEFAULT, create("{\"HostConfig\":{}}").hostConfig());
        assertNull(request.config().command().cmd());
    }

    @Test
    void a_request_of_too_many_values_is_refused_before_it_is_a_tree() {
        byte[] many = ("[" + "1,".repeat(2_000_000) + "1]").getBytes(StandardCharsets.UTF_8);
        EngineException e = assertThrows(EngineException.class, () -> Json.readAnyCase(many, JsonNode.class));
        assertEquals(ErrorKind.INVALID, e.kind());
        assertEquals(2_000_001, Json.read(many, JsonNode.class).size());
    }

    @Test
    void flat_members_land_in_their_parts() {
        var request = create("""
                {"Image":"busybox","Cmd":["echo","hi"],"Tty":true,"Hostname":"h","StopTimeout":3,"Labels":{"a":"b"},
                 "ExposedPorts":{"80/tcp":{}},"Healthcheck":{"Test":["CMD","true"],"Interval":1000000000},
                 "HostConfig":{"Memory":1048576,"NanoCpus":500000000,"PidsLimit":7,"Binds":["/a:/b"],"NetworkMode":"n",
                   "PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}],"81/tcp":null},"CapAdd":["NET_ADMIN"],
                   "RestartPolicy":{"Name":"always"},"Devices":[{"PathOnHost":"/dev/null"}],"UTSMode":"host",
                   "MaskedPaths":[],"Unknown":{"x":[1]}},
                 "NetworkingConfig":{"EndpointsConfig":{"n":{"Aliases":["x"],"IPAMConfig":{"IPv4Address":"10.0.0.2"}},"m":null}}}
                """);
        assertEquals(List.of("echo", "hi"), request.config().command().cmd());
        assertTrue(request.config().stdio().tty());
        assertEquals("h", request.config().identity().hostname());
        assertEquals(3, request.config().stopping().stopTimeout());
        var host = request.hostConfig();
        assertEquals(1048576, host.resources().memoryLimits().memory());
        assertEquals(500000000, host.resources().cpu().nanoCpus());
        assertEquals(7, host.resources().pidsLimit());
        assertEquals(
                "/dev/null",
                host.resources().deviceAccess().devices().getFirst().pathOnHost());
        assertEquals(List.of("/a:/b"), host.storage().binds());
        assertEquals("host", host.namespaces().utsMode());
        assertNull(host.reach().portBindings().get("81/tcp"));
        assertEquals("always", host.running().restartPolicy().name());
        assertEquals(List.of(), host.security().maskedPaths());
        assertNull(host.security().readonlyPaths());
        assertEquals(
                "10.0.0.2",
                request.networkingConfig()
                        .endpointsConfig()
                        .get("n")
                        .ipamConfig()
                        .ipv4Address());
    }

    @Test
    void what_is_written_reads_back_and_is_flat() throws Exception {
        var request = create("{\"Image\":\"i\",\"Cmd\":\"true\",\"HostConfig\":{\"Memory\":5,\"ShmSize\":9}}");
        var json = Json.write(request);
        assertEquals(request, Json.read(json, CreateContainer.class));
        JsonNode tree = Json.DOCKER.readTree(json);
        assertEquals(5, tree.at("/HostConfig/Memory").asInt());
        assertEquals("true", tree.at("/Cmd/0").asText());
        assertEquals(9, tree.at("/HostConfig/ShmSize").asInt());
        assertTrue(tree.get("Entrypoint").isNull());
    }

    @Test
    void a_request_that_is_not_json_is_invalid_and_says_where() {
        var e = assertThrows(EngineException.class, () -> create("{\"Image\": [}"));
        assertEquals(ErrorKind.INVALID, e.kind());
        assertTrue(e.getMessage().contains("line 1, column"), e.getMessage());
    }

    @Test
    void a_network_without_ipam_takes_the_defaults() {
        var request = Json.read("{\"Name\":\"n\",\"CheckDuplicate\":true}".getBytes(UTF_8), CreateNetwork.class);
        assertTrue(request.flags().ipv4());
        assertEquals("default", request.ipam().driver());
    }
}
