package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.network.EndpointAddress;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.api.network.NetworkFlags;
import dev.jcompose.engine.network.Forwarding.Guard;
import dev.jcompose.linux.netlink.IpPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirewallTextTest {
    private final FirewallText text = new FirewallText("t");

    @Test
    void aNetworkIsElementsOfSets() {
        assertEquals("""
                add element inet t bridges { "jb" }
                add element inet t same { "jb" . "jb" }
                add element inet t subnets4 { 10.0.0.0/24 }
                add element inet t masquerade4 { 10.0.0.0/24 }
                """, text.add(network(NetworkFlags.DEFAULT, Map.of())));
    }

    @Test
    void anInternalNetworkGetsNoWayOutAndAnIsolatedOneNoWayAcross() {
        var internal = new NetworkFlags(true, false, true, false, false, false);
        var added = text.add(network(internal, Map.of("com.docker.network.bridge.enable_icc", "false")));
        assertTrue(added.contains("internal { \"jb\" }"));
        assertFalse(added.contains("masquerade4") || added.contains("same"), added);
    }

    @Test
    void aPublishedPortLeadsToTheAddressOfItsFamily() {
        var sandbox = sandbox(
                new PublishedPort("tcp", "0.0.0.0", 8080, 80),
                new PublishedPort("tcp", "::", 8080, 80),
                new PublishedPort("udp", "127.0.0.1", 53, 5353));
        assertEquals("""
                add element inet t any4 { tcp . 8080 : 10.0.0.2 . 80 }
                add element inet t bound4 { 127.0.0.1 . udp . 53 : 10.0.0.2 . 5353 }
                """, text.publish(sandbox));
    }

    @Test
    void theGuardIsThereForTheFamiliesWeMadeTheHostForwardAlone() {
        assertFalse(whole(new Guard(false, false)).contains("iifgroup"));
        var guarded = whole(new Guard(true, false));
        assertTrue(guarded.contains("meta nfproto ipv4 iifgroup != 27235 oifgroup != 27235 drop"));
        assertFalse(guarded.contains("nfproto ipv6 iifgroup"));
    }

    private String whole(Guard guard) {
        return text.whole(new Firewall.State(List.of(), List.of(), guard));
    }

    private static NetworkRecord network(NetworkFlags flags, Map<String, String> options) {
        var ipam = new Ipam(
                "default",
                Map.of(),
                List.of(Subnet.of(IpPrefix.parse("10.0.0.0/24")).pool()));
        return new NetworkRecord("id", "front", Instant.EPOCH, "bridge", flags, ipam, "jb", options, Map.of());
    }

    private static Sandbox sandbox(PublishedPort... ports) {
        var address = new EndpointAddress("id", "", "10.0.0.1", "10.0.0.2", 24, "", "", 0, List.of());
        var endpoint = new Endpoint("id", "front", "eth0", "jv", EndpointSettings.DEFAULT.withAddress(address));
        return new Sandbox("c", "web", "", List.of(endpoint), List.of(), List.of(ports), Sandbox.Etc.NONE, null);
    }
}
