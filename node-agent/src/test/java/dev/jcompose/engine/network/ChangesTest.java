package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.engine.network.NetworkLab.Wish;
import dev.jcompose.linux.netlink.Link;
import dev.jcompose.linux.netlink.MacAddress;
import dev.jcompose.linux.netlink.Rtnetlink;
import dev.jcompose.linux.netns.NetworkNamespace;
import dev.jcompose.linux.nft.Nft;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs root: what asks for special things, changes while containers run, or goes wrong behind the daemon's back. */
@Tag("root")
class ChangesTest extends InLab {
    @Test
    void aRunningContainerIsConnectedAndDisconnected() {
        lab.network("{\"Name\":\"front\"}");
        lab.network("{\"Name\":\"back\"}");
        var web = lab.box("web", Wish.on("front"));
        var db = lab.box("db", Wish.on("back"));
        lab.listen(db.namespace(), "0.0.0.0", 80, "db");
        assertEquals("silent", lab.call(web.namespace(), lab.address(db), 80));
        var request = Wish.on("front").request();
        var more = lab.networks.connect("back", web.id(), request, EndpointSettings.DEFAULT);
        assertEquals(
                java.util.Set.of("front", "back"),
                more.networkingConfig().endpointsConfig().keySet());
        assertEquals("front", more.hostConfig().namespaces().networkMode());
        assertTrue(lab.call(web.namespace(), lab.address(db), 80).startsWith("db 172."));
        assertEquals("0 [" + lab.address(db) + "]", DnsClient.udp(web.namespace(), "db", DnsClient.A));
        assertEquals(2, lab.networks.inspect("back").containers().size());
        assertEquals(
                ErrorKind.CONFLICT, kind(() -> lab.networks.connect("back", web.id(), more, EndpointSettings.DEFAULT)));
        var less = lab.networks.disconnect("back", web.id(), more);
        assertEquals(request.networkingConfig(), less.networkingConfig());
        assertEquals("silent", lab.call(web.namespace(), lab.address(db), 80));
        assertEquals(1, lab.networks.inspect("back").containers().size());
        assertEquals(ErrorKind.CONFLICT, kind(() -> lab.networks.disconnect("back", web.id(), less)));
    }

    @Test
    void aContainerThatDoesNotRunIsConnectedAtItsNextStart() {
        lab.network("{\"Name\":\"front\"}");
        lab.network("{\"Name\":\"back\"}");
        var id = Ids.of("stopped");
        var request = lab.networks.connect("back", id, Wish.on("front").request(), EndpointSettings.DEFAULT);
        request = lab.networks.disconnect("front", id, request);
        assertEquals("back", request.hostConfig().namespaces().networkMode());
        lab.networks.attach(id, "stopped", "", request).await();
        assertEquals(
                java.util.Set.of("back"),
                lab.networks.settings(id, "web", "", request).networks().keySet());
    }

    @Test
    void aPublishedPortFollowsTheDefaultRouteToAnotherNetwork() {
        lab.network("{\"Name\":\"front\"}");
        lab.network("{\"Name\":\"back\"}");
        var wish = Wish.on("front").publish("80/tcp", "", "8080");
        var web = lab.box("web", wish);
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        var both = lab.networks.connect("back", web.id(), wish.request(), EndpointSettings.DEFAULT);
        lab.networks.disconnect("front", web.id(), both);
        assertEquals("web " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8080));
        assertTrue(lab.call(lab.host, "::1", 8080).startsWith("web"));
    }

    @Test
    void addressesAndHardwareAddressesAreGivenAsAskedFor() throws Exception {
        lab.network("""
                {"Name":"front","IPAM":{"Config":[{"Subnet":"10.5.0.0/24","IPRange":"10.5.0.128/25","Gateway":"10.5.0.254",
                "AuxiliaryAddresses":{"printer":"10.5.0.128"}}]}}""");
        var box = lab.box(
                "box",
                Wish.on("front")
                        .with(
                                "front",
                                "{\"IPAMConfig\":{\"IPv4Address\":\"10.5.0.9\"},\"MacAddress\":\"02:00:00:00:00:09\"}"));
        assertEquals("10.5.0.9", lab.address(box));
        assertEquals("10.5.0.129", lab.address(lab.box("other", Wish.on("front"))));
        var mac = box.namespace().run(() -> java.nio.file.Files.readString(Path.of("/proc/thread-self/net/arp")));
        assertTrue(mac.startsWith("IP address"));
        assertEquals(
                MacAddress.parse("02:00:00:00:00:09").text(),
                lab.networks.inspect("front").containers().get(box.id()).macAddress());
        var taken = assertThrows(
                EngineException.class,
                () -> lab.box(
                        "third", Wish.on("front").with("front", "{\"IPAMConfig\":{\"IPv4Address\":\"10.5.0.9\"}}")));
        assertEquals(ErrorKind.CONFLICT, taken.kind());
        var foreign = assertThrows(
                EngineException.class,
                () -> lab.box(
                        "third", Wish.on("front").with("front", "{\"IPAMConfig\":{\"IPv4Address\":\"10.6.0.9\"}}")));
        assertEquals(ErrorKind.INVALID, foreign.kind());
    }

    @Test
    void subnetsAvoidRoutesOfTheHostAndOtherNetworks() {
        lab.side
                .links()
                .addAddress(
                        lab.side.links().link("eth1").orElseThrow().index(),
                        dev.jcompose.linux.netlink.IpPrefix.parse("172.18.0.1/15"));
        var subnet =
                lab.network("{\"Name\":\"front\"}").ipam().config().getFirst().subnet();
        assertEquals("172.20.0.0/22", subnet);
        assertEquals(
                "172.20.4.0/22",
                lab.network("{\"Name\":\"back\"}").ipam().config().getFirst().subnet());
        var overlap = assertThrows(
                EngineException.class,
                () -> lab.network("{\"Name\":\"third\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.20.0.0/16\"}]}}"));
        assertEquals(ErrorKind.CONFLICT, overlap.kind());
    }

    @Test
    void ipv6ReachesContainersAndPublishedPortsAndTheWorld() {
        lab.network("{\"Name\":\"six\",\"EnableIPv6\":true}");
        var web = lab.box("web", Wish.on("six").publish("80/tcp", "", "8080"));
        var peer = lab.box("peer", Wish.on("six"));
        lab.listen(web.namespace(), "::", 80, "web");
        lab.listen(lab.neighbour, "::", 81, "world");
        var six = lab.networks
                .settings(web.id(), "web", "", Wish.on("six").request())
                .networks()
                .get("six")
                .address();
        assertFalse(six.globalIpv6Address().isEmpty());
        assertTrue(lab.call(peer.namespace(), six.globalIpv6Address(), 80).startsWith("web fd"));
        // Neighbour discovery on links that have just come up takes its time.
        Awaitility.await()
                .untilAsserted(
                        () -> assertEquals("web fd00:9:0:0:0:0:0:3", lab.call(lab.neighbour, "fd00:9::2", 8080)));
        assertTrue(lab.call(lab.neighbour, NetworkLab.HOST, 8080).startsWith("web"));
        assertTrue(lab.call(lab.host, "::1", 8080).startsWith("web"));
        assertTrue(lab.call(peer.namespace(), "fd00:9::3", 81).startsWith("world fd00:9:0:0:0:0:0:2"));
        assertEquals("silent", lab.call(lab.neighbour, six.globalIpv6Address(), 80));
        assertEquals("0 [" + six.globalIpv6Address() + "]", DnsClient.udp(peer.namespace(), "web", DnsClient.AAAA));
    }

    @Test
    void publishedPortsComeBackAfterTheRuleSetWasFlushed() throws Exception {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front").publish("80/tcp", "", "8080"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        flush();
        Awaitility.await()
                .untilAsserted(() ->
                        assertEquals("web " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8080)));
        lab.networks.close();
        flush();
        assertNotEquals("web " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8080));
        lab.restart();
        assertEquals("web " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8080));
        var second = lab.box("second", Wish.on("front").publish("80/tcp", "", "8081"));
        lab.listen(second.namespace(), "0.0.0.0", 80, "second");
        assertEquals("second " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8081));
        assertEquals("web " + NetworkLab.NEIGHBOUR, lab.call(lab.neighbour, NetworkLab.HOST, 8080));
    }

    @Test
    void aRestartDeletesWhatNothingNeedsAndMakesWhatIsMissing() {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front"));
        var peer = lab.box("peer", Wish.on("front"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        var links = lab.side.links();
        links.createBridge("jb0a1b2cstranger".substring(0, 15), MacAddress.parse("02:00:00:00:00:77"), 1400, 0);
        links.createBridge("jb999999another".substring(0, 15), MacAddress.parse("02:00:00:00:00:78"), 1400, 0);
        var stray = new NetworkNamespace(lab.run.resolve("netns/stray"));
        NetworkNamespace.create(stray.path(), () -> true);
        links().stream().filter(each -> each.startsWith("jv")).findFirst().ifPresent(links::delete);
        lab.networks.inspect("front");
        links().stream()
                .filter(each -> each.startsWith("jb0a1b2c") && !each.contains("strange"))
                .forEach(links::delete);
        lab.restart();
        assertFalse(stray.exists());
        assertFalse(links().contains("jb0a1b2cstrange"));
        assertTrue(links().contains("jb999999another"));
        assertEquals("web " + lab.address(peer), lab.call(peer.namespace(), lab.address(web), 80));
        assertEquals(2, lab.networks.inspect("front").containers().size());
    }

    @Test
    void aContainerThatWasCutOffBeforeItsStartGetsWholeCables() {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front"));
        var peer = lab.box("peer", Wish.on("front"));
        lab.listen(web.namespace(), "0.0.0.0", 80, "web");
        // The cable is there, and nothing that makes it useful.
        web.namespace().run(() -> {
            try (var links = Rtnetlink.open()) {
                int device = links.link("eth0").orElseThrow().index();
                links.addresses().stream()
                        .filter(each -> each.address().getHostAddress().equals(lab.address(web)))
                        .forEach(each -> links.deleteAddress(device, each));
            }
            return true;
        });
        assertNotEquals("web " + lab.address(peer), lab.call(peer.namespace(), lab.address(web), 80));
        lab.restart();
        lab.networks.rewire(web.id());
        // The peer may still be about to give up the search for the address that it began before.
        Awaitility.await()
                .untilAsserted(() ->
                        assertEquals("web " + lab.address(peer), lab.call(peer.namespace(), lab.address(web), 80)));
    }

    @Test
    void aBootForgetsSandboxesAndGivesTheirAddressesBack() {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front").publish("80/tcp", "", "8080"));
        lab.networks.handedOver(web.id());
        web.namespace().delete();
        lab.restart();
        assertEquals(List.of(), lab.networks.attachedIds());
        assertEquals(0, lab.networks.inspect("front").containers().size());
        lab.networks.remove("front");
    }

    @Test
    void aForeignFirewallThatDropsIsNamedWithTheRulesToAdd() {
        var box = lab.box("box", Wish.on());
        lab.listen(lab.neighbour, NetworkLab.NEIGHBOUR, 80, "world");
        assertEquals(List.of(), lab.networks.obstacles());
        lab.side.call(() -> {
            try (var nft = Nft.open()) {
                nft.apply("table inet theirs { chain fw { type filter hook forward priority 10; policy drop; }; }");
            }
            return true;
        });
        assertEquals("silent", lab.call(box.namespace(), NetworkLab.NEIGHBOUR, 80));
        assertEquals(
                List.of("the firewall chain inet theirs fw drops the traffic of containers; let it pass with: "
                        + "nft 'insert rule inet theirs fw iifgroup 27235 accept'; "
                        + "nft 'insert rule inet theirs fw oifgroup 27235 accept'"),
                lab.networks.obstacles());
        lab.restart();
        assertEquals(1, lab.networks.obstacles().size(), "a rule of others is not touched unasked");
        lab.restartOpeningObstacles();
        assertEquals(List.of(), lab.networks.obstacles());
        assertEquals("world " + NetworkLab.HOST, lab.call(box.namespace(), NetworkLab.NEIGHBOUR, 80));
        lab.side.call(() -> {
            try (var nft = Nft.open()) {
                nft.apply("delete table inet theirs\n"
                        + "table inet theirs { chain fw { type filter hook forward priority 10; policy drop; }; }");
            }
            return true;
        });
        Awaitility.await().until(() -> lab.networks.obstacles().isEmpty());
    }

    @Test
    void theDefaultNetworkMovesAwayFromASubnetThatSomebodyTook() {
        lab.side
                .links()
                .addAddress(
                        lab.side.links().link("eth1").orElseThrow().index(),
                        dev.jcompose.linux.netlink.IpPrefix.parse("172.17.0.1/16"));
        var box = lab.box("box", Wish.on());
        assertEquals("172.18.0.2", lab.address(box));
        lab.listen(lab.neighbour, NetworkLab.NEIGHBOUR, 80, "world");
        assertEquals("world " + NetworkLab.HOST, lab.call(box.namespace(), NetworkLab.NEIGHBOUR, 80));
    }

    @Test
    void datagramsOfOneStreamFollowAPublishedPortToItsNextContainer() throws Exception {
        var wish = Wish.on().publish("53/udp", "", "5353");
        var first = lab.box("first", wish);
        lab.echo(first.namespace(), 53, "first");
        try (var client = lab.neighbour.run(() -> new java.net.DatagramSocket())) {
            assertEquals("first", NetworkLab.ask(client, NetworkLab.HOST, 5353));
            lab.networks.handedOver(first.id());
            lab.networks.detach(first.id());
            var second = lab.box("second", wish);
            lab.echo(second.namespace(), 53, "second");
            assertEquals("second", NetworkLab.ask(client, NetworkLab.HOST, 5353));
        }
    }

    @Test
    void whatBelongsToNoContainerIsDetachedAtAStart() {
        var kept = lab.box("kept", Wish.on());
        var build = lab.box("build", Wish.on());
        lab.restart();
        lab.networks.keepOnly(List.of(kept.id()));
        assertEquals(List.of(kept.id()), lab.networks.attachedIds());
        assertFalse(build.namespace().exists());
    }

    @Test
    void aNetworkInUseStaysAndItsNameIsTaken() {
        lab.network("{\"Name\":\"front\"}");
        var web = lab.box("web", Wish.on("front"));
        assertEquals(ErrorKind.CONFLICT, kind(() -> lab.networks.remove("front")));
        assertEquals(ErrorKind.CONFLICT, kind(() -> lab.network("{\"Name\":\"front\"}")));
        assertEquals(ErrorKind.FORBIDDEN, kind(() -> lab.networks.remove("bridge")));
        assertEquals(ErrorKind.NOT_FOUND, kind(() -> lab.networks.inspect("absent")));
        assertEquals(ErrorKind.NOT_SUPPORTED, kind(() -> lab.network("{\"Name\":\"x\",\"Driver\":\"overlay\"}")));
        lab.networks.detach(web.id());
        lab.networks.remove("front");
    }

    private static ErrorKind kind(org.junit.jupiter.api.function.Executable code) {
        return assertThrows(EngineException.class, code).kind();
    }

    private void flush() {
        lab.side.call(() -> {
            try (var nft = Nft.open()) {
                nft.apply("flush ruleset");
            }
            return true;
        });
    }

    private List<String> links() {
        try (var links = lab.side.call(Rtnetlink::open)) {
            return links.links().stream().map(Link::name).toList();
        }
    }
}
