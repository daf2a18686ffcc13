package dev.jcompose.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.Attribute;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributePathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "working_dir | '' | {'working_dir': '/x'} | services.web.working_dir",
                "sysctls | net.core.somaxconn | {'sysctls': {'net.core.somaxconn': '0'}} | services.web.sysctls.net.core.somaxconn",
                "sysctls | net.core.somaxconn | {'sysctls': {'net/core/somaxconn': '0'}} | services.web.sysctls",
                "devices | /dev/b | {'devices': [{'source': '/dev/a'}, {'source': '/dev/b'}]} | services.web.devices[1]",
                "security_opt | a:b | {'security_opt': ['a', 'a:b']} | services.web.security_opt[1]",
                "volumes | /run | {'volumes': [{'target': '/data'}], 'tmpfs': ['/run:size=1m']} | services.web.tmpfs[0]",
                "volumes | /run/x | {'volumes': [{'target': '/data'}], 'secrets': [{'target': '/run/x'}]} | services.web.secrets[0]",
                "networks.*.ipv4_address | 10.0.0.9 | {'networks': {'a': null, 'b': {'ipv4_address': '10.0.0.9'}}} | services.web.networks.b.ipv4_address",
                "networks.*.ipv4_address | 10.0.0.9 | {'networks': {'a': {'ipv4_address': '10.0.0.8'}}} | services.web.networks",
                "networks.*.link_local_ips | y | {'networks': {'a': {'link_local_ips': ['x', 'y']}}} | services.web.networks.a.link_local_ips[1]",
                "networks.*.mac_address | x | {'networks': {'a': {}}, 'mac_address': 'x'} | services.web.mac_address",
                "gpus.*.device_ids | 7 | {'gpus': [{'device_ids': ['0']}, {'device_ids': ['6', '7']}]} | services.web.gpus[1].device_ids[1]",
                "gpus.*.count | 7 | {'deploy': {'resources': {'reservations': {'devices': [{'count': 7}]}}}} | services.web.deploy.resources.reservations.devices[0].count",
                "gpus.*.count | all | {'gpus': [{'driver': 'x'}]} | services.web.gpus",
                "post_start.1.command | '' | {'post_start': [{'command': ['a']}, {'command': ['b']}]} | services.web.post_start[1].command",
                "mem_limit | '' | {'mem_limit': '1'} | services.web.mem_limit",
                "mem_limit | '' | {'deploy': {'resources': {'limits': {'memory': '1'}}}} | services.web.deploy.resources.limits.memory",
                "blkio_config.device_read_bps | /dev/b | {'blkio_config': {'device_read_bps': [{'path': '/dev/b'}]}} | services.web.blkio_config.device_read_bps[0]",
            },
            quoteCharacter = '~')
    void whatIsWrongIsFoundWhereTheServiceSaysIt(String key, String item, String service, String path) {
        assertEquals(path, path(key, item.equals("''") ? "" : item, service));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "working_dir | '' | {}",
                "entrypoint | '' | {'command': null, 'entrypoint': null}",
                "volumes | /data | {'volumes': [{'target': '/other'}]}",
                "post_start.one.command | '' | {'post_start': [{'command': ['a']}]}",
            },
            quoteCharacter = '~')
    void whatAnImageOrTheCommandLineSaysHasNoPlaceInTheService(String key, String item, String service) {
        assertEquals("", path(key, item.equals("''") ? "" : item, service));
    }

    @Test
    void ofANetworkTheKeyIsToldAsItWasAsked() {
        assertEquals(
                "networks.a.ipam.config[1].subnet",
                AttributePath.said("networks.a", asked("ipam.config.1.subnet", "")));
        assertEquals("networks.a.driver_opts.x.y", AttributePath.said("networks.a", asked("driver_opts", "x.y")));
    }

    private static Attribute asked(String key, String item) {
        return new Attribute(new Attribute.Asked(), key, item);
    }

    private static String path(String key, String item, String service) {
        byte[] json = service.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return AttributePath.of("services.web", Json.read(json, JsonNode.class), asked(key, item));
    }
}
