package dev.jcompose.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class IpPrefixTest {
    @Test
    void hostsAreCountedFromTheNetworksAddress() {
        var prefix = IpPrefix.parse("172.18.3.9/22");
        assertEquals("172.18.0.0/22", prefix.network().toString());
        assertEquals("172.18.0.1", prefix.host(1).getHostAddress());
        assertEquals("172.18.3.255", prefix.host(1023).getHostAddress());
        assertEquals(BigInteger.valueOf(777), prefix.indexOf(IpPrefix.literal("172.18.3.9")));
        assertEquals(BigInteger.valueOf(1024), prefix.size());
    }

    @Test
    void sixIsCountedLikeFour() {
        var prefix = IpPrefix.parse("fd00:1:2:3::/64");
        assertEquals("fd00:1:2:3:0:0:0:2", prefix.host(2).getHostAddress());
        assertTrue(prefix.contains(IpPrefix.literal("fd00:1:2:3:ffff::")));
        assertFalse(prefix.contains(IpPrefix.literal("fd00:1:2:4::")));
    }

    @Test
    void sixIsWrittenAsEverybodyDoes() {
        for (String text : new String[] {
            "::", "::1", "fd00::", "fd00:1:2:3::2", "fd00:0:1::2:0:3", "1:0:2:3:4:5:6:7", "1:2:3:4:5:6:7::", "10.0.0.1"
        }) {
            assertEquals(text.replace("7::", "7:0"), IpPrefix.text(IpPrefix.literal(text)));
        }
        assertEquals(
                "fd00:1:2:3::/64",
                IpPrefix.parse("fd00:1:2:3:0:0:0:9/64").network().toString());
    }

    @Test
    void overlapIsSeenFromBothSidesAndNeverAcrossFamilies() {
        var wide = IpPrefix.parse("10.0.0.0/8");
        var narrow = IpPrefix.parse("10.9.0.0/24");
        assertTrue(wide.overlaps(narrow));
        assertTrue(narrow.overlaps(wide));
        assertFalse(narrow.overlaps(IpPrefix.parse("10.9.1.0/24")));
        assertFalse(IpPrefix.parse("0.0.0.0/0").overlaps(IpPrefix.parse("::/0")));
    }

    @Test
    void whatIsNoPrefixIsRefusedWithTheReason() {
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse("10.0.0.0"));
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse("10.0.0.0/33"));
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse("host.name/24"));
    }
}
