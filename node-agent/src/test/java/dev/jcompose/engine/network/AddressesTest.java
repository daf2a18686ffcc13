package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.linux.netlink.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void poolsDoNotRunOutWhereDockersDoAndNeverOverlap() {
        var used = new ArrayList<IpPrefix>();
        for (int i = 0; i < 200; i++) {
            var next = AddressPools.free(used);
            if (i % 40 == 0) {
                assertTrue(used.stream().noneMatch(next::overlaps), next + " is used twice");
            }
            used.add(next);
        }
        assertEquals("172.17.0.0/16", used.getFirst().toString());
        assertEquals(200, used.stream().distinct().count());
    }

    @Test
    void poolsSkipWhatIsWiderAndWhatIsNarrowerThanAPiece() {
        var used = List.of(
                IpPrefix.parse("172.17.3.0/24"), IpPrefix.parse("172.18.0.0/15"), IpPrefix.parse("172.20.0.9/32"));
        assertEquals("172.20.4.0/22", AddressPools.free(used).toString());
    }

    @Test
    void fullPrivateSpaceIsAnErrorThatSaysWhatWouldWork() {
        var all = List.of(IpPrefix.parse("0.0.0.0/0"));
        var failure = assertThrows(EngineException.class, () -> AddressPools.free(all));
        assertEquals(ErrorKind.UNAVAILABLE, failure.kind());
    }

    @Test
    void ipv6NetworksAreCountedWithinTheInstance() {
        var first = AddressPools.freeIpv6("0a1b2c", List.of());
        assertEquals("fd0a:1b2c:a00:1::/64", first.toString());
        assertEquals(
                "fd0a:1b2c:a00:2::/64",
                AddressPools.freeIpv6("0a1b2c", List.of(first)).toString());
        assertNotEquals(first, AddressPools.freeIpv6("ffffff", List.of()));
    }

    @Test
    void addressesComeRoundOnlyAfterAllOthers() {
        var leases = new Leases(Subnet.of(IpPrefix.parse("10.0.0.0/29")));
        var first = leases.any("first");
        assertEquals("10.0.0.2", first.getHostAddress());
        leases.release(first);
        var order = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            order.add(leases.any("other-" + i).getHostAddress());
        }
        assertEquals(List.of("10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.2"), order);
        assertEquals(
                ErrorKind.UNAVAILABLE,
                assertThrows(EngineException.class, () -> leases.any("late")).kind());
    }

    @Test
    void whoComesAgainUnderItsNameGetsItsAddressAgain() {
        var leases = new Leases(Subnet.of(IpPrefix.parse("10.0.0.0/29")));
        var first = leases.any("web");
        leases.release(first);
        var stranger = leases.any("stranger");
        assertNotEquals(first, stranger);
        assertEquals(first, leases.any("web"));
        assertNotEquals(first, leases.any("web"), "of two under one name the second gets another");
        leases.take(IpPrefix.literal("10.0.0.6"), "fixed");
        leases.release(IpPrefix.literal("10.0.0.6"));
        leases.release(first);
        assertEquals(IpPrefix.literal("10.0.0.6"), leases.any("fixed"));
    }

    @Test
    void anAddressIsTakenOnceAndWithinTheSubnetOnly() {
        var leases = new Leases(Subnet.of(IpPrefix.parse("10.0.0.0/24")));
        leases.take(IpPrefix.literal("10.0.0.9"), "a");
        assertEquals(ErrorKind.CONFLICT, kind(() -> leases.take(IpPrefix.literal("10.0.0.9"), "b")));
        assertEquals(ErrorKind.CONFLICT, kind(() -> leases.take(IpPrefix.literal("10.0.0.1"), "b")));
        assertEquals(ErrorKind.INVALID, kind(() -> leases.take(IpPrefix.literal("10.0.1.9"), "b")));
    }

    @Test
    void contradictoryPoolsAreRefused() {
        assertEquals(ErrorKind.INVALID, kind(() -> pool("10.0.0.5/24", "", "")));
        assertEquals(ErrorKind.INVALID, kind(() -> pool("10.0.0.0/24", "10.0.1.0/25", "")));
        assertEquals(ErrorKind.INVALID, kind(() -> pool("10.0.0.0/24", "", "10.0.1.1")));
        assertEquals(ErrorKind.INVALID, kind(() -> pool("nonsense", "", "")));
        assertEquals(
                "10.0.0.1", pool("10.0.0.0/24", "10.0.0.128/25", "").gateway().getHostAddress());
    }

    @Test
    void namesOfLinksFitAndTellInstancesApart() {
        var names = new KernelNames("0a1b2c");
        var veth = names.veth("container", "network", "start");
        assertEquals(15, veth.length());
        assertTrue(names.owns(veth) && names.owns(names.bridge("network")));
        assertTrue(!new KernelNames("0a1b2d").owns(veth) && !names.owns("eth0") && !names.owns("jb0a1b2c"));
        assertNotEquals(veth, names.veth("container", "network", "next"));
    }

    private static Subnet pool(String subnet, String range, String gateway) {
        return Subnet.parse(new Ipam.Pool(subnet, range, gateway, Map.of()));
    }

    private static ErrorKind kind(org.junit.jupiter.api.function.Executable code) {
        return assertThrows(EngineException.class, code).kind();
    }
}
