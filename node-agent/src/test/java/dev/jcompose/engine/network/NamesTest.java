package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.engine.network.NetworkLab.Wish;
import dev.jcompose.linux.nft.Nft;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs root: containers are network namespaces made by the test. */
@Tag("root")
class NamesTest extends InLab {
    @BeforeEach
    void network() {
        lab.network("{\"Name\":\"front\"}");
    }

    @Test
    void namesAliasesAndReplicasAreKnownOnTheirNetworkAlone() {
        lab.network("{\"Name\":\"back\"}");
        var one = lab.box("web-1", Wish.on("front").with("front", "{\"Aliases\":[\"web\"]}"));
        var two = lab.box("web-2", Wish.on("front").with("front", "{\"Aliases\":[\"web\"]}"));
        var db = lab.box("db", Wish.on("back"));
        var asker = lab.box("asker", Wish.on("front").dns(NetworkLab.NEIGHBOUR)).namespace();
        lab.outsideNameServer();
        var both = List.of(lab.address(one), lab.address(two)).stream().sorted().toList();
        assertEquals("0 " + both, DnsClient.udp(asker, "web", DnsClient.A));
        assertEquals("0 " + both, DnsClient.tcp(asker, "WEB", DnsClient.A));
        assertEquals("0 [" + lab.address(one) + "]", DnsClient.udp(asker, "web-1", DnsClient.A));
        assertEquals("0 [" + lab.address(one) + "]", DnsClient.udp(asker, "web-1.front", DnsClient.A));
        assertEquals(
                "0 [" + lab.address(one) + "]", DnsClient.udp(asker, one.id().substring(0, 12), DnsClient.A));
        assertEquals("0 [203.0.113.7]", DnsClient.udp(asker, "db", DnsClient.A));
        assertFalse(lab.address(db).isEmpty());
        lab.networks.detach(two.id());
        assertEquals("0 [" + lab.address(one) + "]", DnsClient.udp(asker, "web", DnsClient.A));
    }

    @Test
    void aLinkNamesAnotherContainerToOneAlone() {
        var db = lab.box("db", Wish.on("front"));
        var web = lab.box("web", Wish.on("front").with("front", "{\"Links\":[\"db:database\"]}"));
        var other = lab.box("other", Wish.on("front").dns(NetworkLab.NEIGHBOUR));
        lab.outsideNameServer();
        assertEquals("0 [" + lab.address(db) + "]", DnsClient.udp(web.namespace(), "database", DnsClient.A));
        assertEquals("0 [203.0.113.7]", DnsClient.udp(other.namespace(), "database", DnsClient.A));
    }

    @Test
    void onTheDefaultNetworkOnlyLinkedNamesAreKnown() {
        lab.outsideNameServer();
        var db = lab.box("db", Wish.on());
        lab.box("other", Wish.on());
        var web = lab.box("web", Wish.on().link("/db:/web/database").dns(NetworkLab.NEIGHBOUR));
        assertEquals("0 [" + lab.address(db) + "]", DnsClient.udp(web.namespace(), "database", DnsClient.A));
        assertEquals("0 [" + lab.address(db) + "]", DnsClient.udp(web.namespace(), "db", DnsClient.A));
        assertEquals("0 [203.0.113.7]", DnsClient.udp(web.namespace(), "other", DnsClient.A));
        lab.restart();
        assertEquals("0 [" + lab.address(db) + "]", DnsClient.udp(web.namespace(), "database", DnsClient.A));
    }

    @Test
    void aNameWithoutAnIpv6AddressExistsAllTheSame() {
        var web = lab.box("web", Wish.on("front"));
        assertEquals("0 []", DnsClient.udp(web.namespace(), "web", DnsClient.AAAA));
    }

    @Test
    void addressesLeadBackToNames() {
        var web = lab.box("web", Wish.on("front"));
        var labels = lab.address(web).split("\\.");
        var reversed = "%s.%s.%s.%s.in-addr.arpa".formatted(labels[3], labels[2], labels[1], labels[0]);
        assertEquals("0 [web.front]", DnsClient.udp(web.namespace(), reversed, DnsClient.PTR));
    }

    @Test
    void whatIsNotKnownIsAskedOutsideByTheSameProtocol() {
        lab.outsideNameServer();
        var box = lab.box("box", Wish.on("front").dns(NetworkLab.NEIGHBOUR));
        assertEquals("0 [203.0.113.7]", DnsClient.udp(box.namespace(), "example.org", DnsClient.A));
        assertEquals("0 [203.0.113.8]", DnsClient.tcp(box.namespace(), "example.org", DnsClient.A));
    }

    @Test
    void aServerThatRefusesIsNoReasonNotToAskTheNext() {
        lab.outsideNameServer();
        lab.refusingNameServer();
        var both = lab.box("both", Wish.on("front").dns(NetworkLab.LAN, NetworkLab.NEIGHBOUR));
        assertEquals("0 [203.0.113.7]", DnsClient.udp(both.namespace(), "example.org", DnsClient.A));
        var alone = lab.box("alone", Wish.on("front").dns(NetworkLab.LAN));
        assertEquals("5 []", DnsClient.udp(alone.namespace(), "example.org", DnsClient.A));
    }

    @Test
    void aContainerOfAnInternalNetworkAsksNobodyOutside() {
        lab.outsideNameServer();
        lab.network("{\"Name\":\"inner\",\"Internal\":true}");
        var box = lab.box("box", Wish.on("inner").dns(NetworkLab.NEIGHBOUR));
        assertEquals("3 []", DnsClient.udp(box.namespace(), "example.org", DnsClient.A));
        assertEquals("0 [" + lab.address(box) + "]", DnsClient.udp(box.namespace(), "box", DnsClient.A));
    }

    @Test
    void anAnswerThatDoesNotFitIsCutByUdpAndWholeByTcp() {
        var replicas = IntStream.range(0, 35)
                .mapToObj(number -> lab.box("web-" + number, Wish.on("front").with("front", "{\"Aliases\":[\"web\"]}")))
                .toList();
        var asker = replicas.getFirst().namespace();
        assertTrue(DnsClient.udp(asker, "web", DnsClient.A).startsWith("0 truncated "));
        var whole = replicas.stream().map(lab::address).sorted().toList();
        assertEquals("0 " + whole, DnsClient.tcp(asker, "web", DnsClient.A));
    }

    @Test
    void aContainerMayServeNamesItself() throws Exception {
        var box = lab.box("box", Wish.on("front"));
        try (var own = box.namespace()
                .run(() -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 53)))) {
            assertEquals("0 [" + lab.address(box) + "]", DnsClient.udp(box.namespace(), "box", DnsClient.A));
            assertTrue(own.isBound());
        }
    }

    @Test
    void noConnectionIsTrackedForTheSakeOfNames() {
        var box = lab.box("box", Wish.on("front"));
        assertEquals("0 [" + lab.address(box) + "]", DnsClient.udp(box.namespace(), "box", DnsClient.A));
        assertEquals("0 [" + lab.address(box) + "]", DnsClient.tcp(box.namespace(), "box", DnsClient.A));
        assertEquals(
                "0",
                box.namespace()
                        .run(() -> Files.readString(Path.of("/proc/sys/net/netfilter/nf_conntrack_count"))
                                .strip()));
    }

    @Test
    void aContainerThatTracksItsConnectionsKnowsNamesToo() {
        var box = lab.box("box", Wish.on("front"));
        box.namespace().run(() -> {
            try (var nft = Nft.open()) {
                nft.apply("""
                        table inet own {
                        chain in { type filter hook input priority filter; policy drop;
                        ct state established accept
                        ct state new th dport != 53 accept
                        }
                        chain out { type filter hook output priority filter; policy drop;
                        ct state new,established accept
                        }
                        }
                        """);
            }
            return true;
        });
        assertEquals("0 [" + lab.address(box) + "]", DnsClient.udp(box.namespace(), "box", DnsClient.A));
        assertEquals("0 [" + lab.address(box) + "]", DnsClient.tcp(box.namespace(), "box", DnsClient.A));
    }

    @Test
    void namesAreKnownAgainAfterARestartOfTheDaemon() {
        var web = lab.box("web", Wish.on("front"));
        lab.restart();
        assertEquals("0 [" + lab.address(web) + "]", DnsClient.udp(web.namespace(), "web", DnsClient.A));
        assertEquals("0 [" + lab.address(web) + "]", DnsClient.tcp(web.namespace(), "web", DnsClient.A));
    }

    @Test
    void filesOfTheContainerNameItselfItsResolverAndTheHost() {
        var box = lab.box("box", Wish.on("front").extraHost("host.internal:host-gateway"));
        var settings = lab.networks
                .settings(box.id(), "web", "", Wish.on("front").request())
                .networks()
                .get("front")
                .address();
        assertTrue(
                box.joined().hosts().contains(settings.gateway() + "\thost.internal\n"),
                box.joined().hosts());
        assertTrue(
                box.joined().hosts().contains(settings.ipAddress() + "\tbox-host\n"),
                box.joined().hosts());
        assertTrue(
                box.joined().resolv().startsWith("nameserver 127.0.0.11\n"),
                box.joined().resolv());
        lab.listen(lab.host, settings.gateway(), 7000, "host");
        assertEquals("host " + settings.ipAddress(), lab.call(box.namespace(), settings.gateway(), 7000));
    }
}
