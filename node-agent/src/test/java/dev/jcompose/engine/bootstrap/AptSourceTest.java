package dev.jcompose.engine.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AptSourceTest {
    private static final String KEY = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ";

    @Test
    void theArchiveIsTheOneThatAptUses() {
        var source = AptSource.of(List.of(
                "cdrom:[Debian GNU/Linux 13]/|trixie|Debian",
                "http://mirror.example/debian/|trixie|Debian",
                "http://mirror.example/debian/|trixie-updates|Debian",
                "http://mirror.example/debian-security/|trixie-security|Debian",
                "http://mirror.example/debian/|trixie-backports|Debian Backports"));
        assertTrue(source.ofHost());
        assertEquals(
                List.of(
                        KEY + "http://mirror.example/debian bookworm main",
                        KEY + "http://mirror.example/debian bookworm-updates main",
                        KEY + "http://mirror.example/debian-security bookworm-security main"),
                source.lines("bookworm"));
        assertEquals(List.of(KEY + "http://mirror.example/debian sid main"), source.lines("sid"));
    }

    @Test
    void anotherArchiveWithSuitesOfDebiansNamesIsNotTaken() {
        var source = AptSource.of(List.of(
                "https://packages.example/linux/debian/|bookworm|Somebody",
                "http://mirror.example/debian/|bookworm|Debian"));
        assertEquals("http://mirror.example/debian", source.archive());
        assertEquals(Optional.empty(), source.security());
    }

    @Test
    void onAHostOfAnotherDistributionItIsDebiansOwn() {
        var source = AptSource.of(List.of(
                "https://browser.example/linux/deb/|stable|Somebody",
                "http://mirror.example/ubuntu/|noble|Ubuntu",
                "http://mirror.example/ubuntu/|noble-updates|Ubuntu",
                "http://mirror.example/ubuntu/|noble-security|Ubuntu"));
        assertFalse(source.ofHost());
        assertEquals("Debian's own archive", source.archive());
        assertEquals(List.of(), source.lines("bookworm"), "mmdebstrap knows where that is");
        assertEquals(List.of("--keyring=/usr/share/keyrings/debian-archive-keyring.gpg"), source.options());
    }

    @Test
    void whereAptHasNoListsNoArchiveIsGuessed() {
        var e = assertThrows(EngineException.class, () -> AptSource.of(List.of()));
        assertTrue(String.valueOf(e.getMessage()).contains("run `apt-get update` once"), e::getMessage);
    }
}
