package dev.jcompose.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.netns.NetworkNamespace;
import dev.jcompose.linux.nft.Nft;
import dev.jcompose.linux.nft.NftException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: makes network namespaces of its own and touches no other. */
@Tag("root")
class RtnetlinkTest {
    private static final MacAddress MAC = MacAddress.parse("02:42:01:02:03:04");

    @TempDir
    Path folder;

    private NetworkNamespace host;
    private NetworkNamespace container;

    @BeforeEach
    void makeNamespaces() {
        host = new NetworkNamespace(folder.resolve("host"));
        container = new NetworkNamespace(folder.resolve("container"));
        NetworkNamespace.create(host.path(), () -> true);
        NetworkNamespace.create(container.path(), () -> true);
    }

    @AfterEach
    void deleteNamespaces() {
        container.delete();
        host.delete();
    }

    @Test
    void aPairBetweenABridgeAndAnotherNamespaceCarriesTraffic() throws Exception {
        host.run(() -> {
            try (var links = Rtnetlink.open()) {
                links.createBridge("bridge", MAC, 1400, 7);
                var bridge = links.link("bridge").orElseThrow();
                assertEquals(7, bridge.group());
                assertEquals("bridge", bridge.kind());
                links.addAddress(bridge.index(), IpPrefix.parse("10.1.0.1/24"));
                int fd = Native.open(container.path(), Native.O_RDONLY, 0);
                links.createVeth(
                        new Veth("port", "eth0", MacAddress.parse("02-42-09-09-09-09"), 1400, bridge.index(), fd));
                Native.close(fd);
                var port = links.link("port").orElseThrow();
                assertEquals(bridge.index(), port.master());
                assertEquals(1400, port.mtu());
                links.bridgePort(port.index(), true, false);
            }
            return true;
        });
        var reached = container.run(() -> {
            try (var links = Rtnetlink.open()) {
                var eth0 = links.link("eth0").orElseThrow();
                assertFalse(eth0.up());
                links.addAddress(eth0.index(), IpPrefix.parse("10.1.0.2/24"));
                links.up(eth0.index());
                links.route(IpPrefix.parse("0.0.0.0/0"), InetAddress.getByName("10.1.0.1"), eth0.index());
                assertTrue(links.addresses().contains(IpPrefix.parse("10.1.0.2/24")));
                assertTrue(links.routes().contains(new Route(IpPrefix.parse("0.0.0.0/0"), eth0.index())));
                assertTrue(links.routes().contains(new Route(IpPrefix.parse("10.1.0.0/24"), eth0.index())));
            }
            return InetAddress.getByName("10.1.0.1").isReachable(5000);
        });
        assertTrue(reached, "the bridge's address does not answer");
    }

    @Test
    void aRefusalSaysWhatWasTriedAndWhyInTheKernelsWords() {
        var failure = assertThrows(
                LinuxException.class,
                () -> host.run(() -> {
                    try (var links = Rtnetlink.open()) {
                        links.createBridge("bridge", MAC, 1500, 0);
                        links.createBridge("bridge", MAC, 1500, 0);
                    }
                    return true;
                }));
        assertEquals("create bridge bridge: File exists (EEXIST)", failure.getMessage());
    }

    @Test
    void aDeletedNamespaceTakesItsFileAndItsLinksAlong() {
        host.run(() -> {
            try (var links = Rtnetlink.open()) {
                assertTrue(links.link("absent").isEmpty());
                links.delete("absent");
            }
            return true;
        });
        assertTrue(container.exists());
        container.delete();
        assertFalse(Files.exists(container.path()));
        container.delete();
    }

    @Test
    void aTransactionHoldsWholeOrNotAtAll() {
        host.run(() -> {
            try (var nft = Nft.open()) {
                nft.apply("add table inet mine; add chain inet mine c");
                assertTrue(nft.list("list tables").contains("\"mine\""));
                var refused = assertThrows(
                        NftException.class, () -> nft.apply("add table inet other\nadd rule inet absent c accept"));
                assertTrue(String.valueOf(refused.getMessage()).contains("No such file or directory"));
                assertFalse(nft.list("list tables").contains("\"other\""));
            }
            return true;
        });
    }
}
