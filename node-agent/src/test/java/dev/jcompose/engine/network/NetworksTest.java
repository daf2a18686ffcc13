package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.network.NetworkLab.Wish;
import dev.jcompose.linux.netlink.Link;
import dev.jcompose.linux.netlink.Rtnetlink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs root: a host, a neighbour and containers, each a network namespace made by the test. */
@Tag("root")
class NetworksTest extends InLab {
    @Test
    void containersOfOneNetworkReachEachOtherAndThoseOfAnotherDoNot() {
        lab.network("{\"Name\":\"front\"}");
        lab.network("{\"Name\":\"back\"}");
        var web = lab.box("web", Wish.on("front"));
        var proxy = lab.box("proxy", Wish.on("front"));
        var db = lab.box("db", Wish.on("back"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        lab.listen(db.namespace(), "0.0.0.0", 80, "db");
        assertEquals("web " + lab.address(proxy), lab.call(proxy.namespace(), lab.address(web), 80));
        assertEquals("silent", lab.call(proxy.namespace(), lab.address(db), 80));
    }

    @Test
    void containersReachTheWorldUnderTheHostsAddress() {
        var box = lab.box("box", Wish.on());
        lab.listen(lab.neighbour, NetworkLab.NEIGHBOUR, 80, "world");
        assertEquals("world " + NetworkLab.HOST, lab.call(box.namespace(), NetworkLab.NEIGHBOUR, 80));
    }

    @Test
    void containersOfAnInternalNetworkReachEachOtherOnly() {
        lab.network("{\"Name\":\"inner\",\"Internal\":true}");
        var one = lab.box("one", Wish.on("inner"));
        var two = lab.box("two", Wish.on("inner"));
        lab.listen(two.namespace(), "0.0.0.0", 80, "two");
        lab.listen(lab.neighbour, NetworkLab.NEIGHBOUR, 80, "world");
        assertEquals("two " + lab.address(one), lab.call(one.namespace(), lab.address(two), 80));
        assertEquals("refused", lab.call(one.namespace(), NetworkLab.NEIGHBOUR, 80));
    }

    @Test
    void aPublishedPortIsReachedFromEverywhere() {
        lab.network("{\"Name\":\"front\"}");
        lab.network("{\"Name\":\"back\"}");
        var web = lab.box("web", Wish.on("front").publish("80/tcp", "", "8080"));
        var peer = lab.box("peer", Wish.on("front"));
        var other = lab.box("other", Wish.on("back"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        assertTrue(
                lab.call(lab.neighbour, NetworkLab.HOST, 8080).startsWith("web " + NetworkLab.NEIGHBOUR), "neighbour");
        assertTrue(lab.call(lab.host, "127.0.0.1", 8080).startsWith("web"), "loopback");
        assertTrue(lab.call(lab.host, NetworkLab.HOST, 8080).startsWith("web"), "the host's own address");
        assertTrue(lab.call(lab.host, "::1", 8080).startsWith("web"), "loopback of IPv6");
        assertTrue(lab.call(web.namespace(), NetworkLab.HOST, 8080).startsWith("web"), "the container itself");
        assertTrue(lab.call(peer.namespace(), NetworkLab.HOST, 8080).startsWith("web"), "its neighbour");
        assertTrue(lab.call(other.namespace(), NetworkLab.HOST, 8080).startsWith("web"), "another network");
    }

    @Test
    void strangersReachNeitherUnpublishedPortsNorThosePublishedOnLoopback() {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front").publish("80/tcp", "127.0.0.1", "8080"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        lab.listen(web.namespace(), "0.0.0.0", 81, "private");
        assertTrue(lab.call(lab.host, "127.0.0.1", 8080).startsWith("web"));
        assertEquals("refused", lab.call(lab.neighbour, NetworkLab.HOST, 8080));
        assertEquals("silent", lab.call(lab.neighbour, lab.address(web), 80));
        assertEquals("silent", lab.call(lab.neighbour, lab.address(web), 81));
    }

    @Test
    void containersDoNotReachLoopbackOfTheHost() throws Exception {
        lab.network("{\"Name\":\"front\"}");
        var box = lab.box("box", Wish.on("front"));
        lab.listen(lab.host, "127.0.0.1", 9000, "secret");
        // A container with NET_ADMIN can lead loopback addresses out.
        box.namespace().run(() -> {
            java.nio.file.Files.writeString(Path.of("/proc/sys/net/ipv4/conf/eth0/route_localnet"), "1");
            try (var links = Rtnetlink.open()) {
                links.deleteAddress(
                        links.link("lo").orElseThrow().index(),
                        dev.jcompose.linux.netlink.IpPrefix.parse("127.0.0.1/8"));
                links.route(
                        dev.jcompose.linux.netlink.IpPrefix.parse("127.0.0.1/32"),
                        java.net.InetAddress.ofLiteral("172.18.0.1"),
                        links.link("eth0").orElseThrow().index());
            }
            return true;
        });
        assertEquals("silent", lab.call(box.namespace(), "127.0.0.1", 9000));
    }

    @Test
    void turningForwardingOnLetsTheHostRouteNothingElse() {
        lab.listen(lab.lan, NetworkLab.LAN, 80, "lan");
        assertEquals("silent", lab.call(lab.neighbour, NetworkLab.LAN, 80));
        lab.box("box", Wish.on());
        assertEquals("1", lab.side.readSysctl("net/ipv4/ip_forward"));
        assertEquals("silent", lab.call(lab.neighbour, NetworkLab.LAN, 80));
        lab.restart();
        assertEquals("silent", lab.call(lab.neighbour, NetworkLab.LAN, 80));
    }

    @Test
    void whatTheHostForwardedBeforeItForwardsStill() {
        lab.side.writeSysctl("net/ipv4/ip_forward", "1");
        lab.box("box", Wish.on());
        lab.listen(lab.lan, NetworkLab.LAN, 80, "lan");
        assertEquals("lan " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.LAN, 80));
    }

    @Test
    void theFirewallGoesWithTheDaemonOnceNothingRuns() throws Exception {
        lab.side.writeSysctl("net/ipv4/ip_forward", "1");
        var box = lab.box("box", Wish.on());
        lab.networks.close();
        assertEquals("table inet jcompose_0a1b2c", tables());
        lab.begin();
        lab.networks.detach(box.id());
        lab.networks.close();
        assertEquals("", tables());
        lab.begin();
        assertEquals("table inet jcompose_0a1b2c", tables());
    }

    @Test
    void theFirewallStaysWhereItBoundsWhatTheHostForwards() throws Exception {
        lab.networks.detach(lab.box("box", Wish.on()).id());
        lab.networks.close();
        assertEquals("table inet jcompose_0a1b2c", tables());
        lab.begin();
    }

    private String tables() {
        return lab.side.call(() -> {
            var list = new ProcessBuilder("nft", "list", "tables").start();
            return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        });
    }

    @Test
    void aTakenPortIsRefusedWithItsHolder() {
        lab.network("{\"Name\":\"front\"}");
        lab.listen(lab.host, "0.0.0.0", 8080, "nginx");
        var refused = assertThrows(
                EngineException.class, () -> lab.box("web", Wish.on("front").publish("80/tcp", "", "8080")));
        assertEquals(ErrorKind.CONFLICT, refused.kind());
        var message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("0.0.0.0:8080/tcp") && message.contains("process java"), message);
        lab.box("first", Wish.on("front").publish("80/tcp", "", "8081"));
        var second = assertThrows(
                EngineException.class, () -> lab.box("web", Wish.on("front").publish("80/tcp", "", "8081")));
        assertTrue(
                String.valueOf(second.getMessage()).contains("container first has published it"), second.getMessage());
        lab.box("range", Wish.on("front").publish("80/tcp", "", "8081-8083"));
    }

    @Test
    void nothingIsLeftOfAContainerAndANetwork() throws Exception {
        lab.network("{\"Name\":\"front\"}");
        var box = lab.box("web", Wish.on("front", "bridge").publish("80/tcp", "", "8080"));
        assertEquals(2, links("jv").size());
        assertEquals(2, links("jb").size());
        lab.networks.handedOver(box.id());
        lab.networks.detach(box.id());
        // The kernel takes links away with their namespace, in its own time.
        Awaitility.await().untilAsserted(() -> assertEquals(List.of(), links("jv")));
        lab.networks.remove("front");
        // The default network's bridge stays a moment for whoever comes next.
        Awaitility.await().untilAsserted(() -> assertEquals(List.of(), links("jb")));
        assertFalse(box.namespace().exists());
        try (var files = java.nio.file.Files.list(lab.run.resolve("netns"))) {
            assertEquals(0, files.count());
        }
    }

    private List<String> links(String prefix) {
        return lab.side.links().links().stream()
                .map(Link::name)
                .filter(each -> each.startsWith(prefix))
                .toList();
    }
}
