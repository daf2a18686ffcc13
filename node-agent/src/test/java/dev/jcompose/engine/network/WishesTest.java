package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.network.NetworkLab.Wish;
import dev.jcompose.linux.netlink.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class WishesTest {
    @Test
    void portsAreReadInAllTheirForms() {
        assertEquals(
                List.of(new PortWish("tcp", 80, List.of("0.0.0.0", "::"), 8080, 8080)), wishes("80/tcp", "", "8080"));
        assertEquals(List.of(new PortWish("tcp", 80, List.of("0.0.0.0", "::"), 0, 0)), wishes("80", "", ""));
        assertEquals(
                List.of(new PortWish("udp", 53, List.of("127.0.0.1"), 5300, 5310)),
                wishes("53/udp", "127.0.0.1", "5300-5310"));
        assertEquals(List.of(new PortWish("tcp", 80, List.of("::"), 81, 81)), wishes("80/tcp", "::", "81"));
    }

    @Test
    void portsThatCannotBeAreRefused() {
        assertInvalid("80/tcp", "", "70000");
        assertInvalid("80/tcp", "", "90-80");
        assertInvalid("http/tcp", "", "80");
        assertInvalid("80/tcp", "localhost", "80");
    }

    @Test
    void theNetworkModeIsReadInAllItsForms() {
        assertEquals(new NetworkMode.Bridged("bridge"), NetworkMode.of(Wish.on().request()));
        assertEquals(
                new NetworkMode.Bridged("bridge"),
                NetworkMode.of(Wish.on("default").request()));
        assertEquals(
                new NetworkMode.Bridged("front"),
                NetworkMode.of(Wish.on("front").request()));
        assertEquals(new NetworkMode.Host(), NetworkMode.of(Wish.on("host").request()));
        assertEquals(new NetworkMode.None(), NetworkMode.of(Wish.on("none").request()));
        assertEquals(
                new NetworkMode.Other("db"),
                NetworkMode.of(Wish.on("container:db").request()));
    }

    @Test
    void extraHostsAreReadInBothSpellings() {
        var gateway = IpPrefix.literal("10.0.0.1");
        assertEquals(new EtcFiles.Host("db", "10.9.9.9"), EtcFiles.Host.parse("db:10.9.9.9", gateway));
        assertEquals(new EtcFiles.Host("db", "fd00::1"), EtcFiles.Host.parse("db=[fd00::1]", gateway));
        assertEquals(new EtcFiles.Host("db", "fd00::1"), EtcFiles.Host.parse("db:fd00::1", gateway));
        assertEquals(new EtcFiles.Host("host", "10.0.0.1"), EtcFiles.Host.parse("host:host-gateway", gateway));
        assertThrows(EngineException.class, () -> EtcFiles.Host.parse("host:host-gateway", null));
        assertThrows(EngineException.class, () -> EtcFiles.Host.parse("nothing", gateway));
    }

    @Test
    void theHostsResolverFileIsReadTolerantly() {
        var read = HostResolver.parse("""
                # comment
                nameserver 10.0.0.53
                nameserver bad
                nameserver fe80::1%eth0x
                search example.org corp
                options ndots:2 rotate
                """);
        assertEquals(List.of("example.org", "corp"), read.search());
        assertEquals(List.of("ndots:2", "rotate"), read.options());
        assertEquals("10.0.0.53", read.servers().getFirst().getHostAddress());
    }

    private static List<PortWish> wishes(String containerPort, String hostIp, String hostPort) {
        return PortWish.of(Wish.on().publish(containerPort, hostIp, hostPort).request(), true);
    }

    private static void assertInvalid(String containerPort, String hostIp, String hostPort) {
        var refused = assertThrows(EngineException.class, () -> wishes(containerPort, hostIp, hostPort));
        assertEquals(ErrorKind.INVALID, refused.kind());
    }
}
