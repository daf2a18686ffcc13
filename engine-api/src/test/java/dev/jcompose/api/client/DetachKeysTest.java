package dev.jcompose.api.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static String pass(DetachKeys keys, String typed) {
        byte[] bytes = typed.getBytes(StandardCharsets.ISO_8859_1);
        return new String(keys.pass(bytes, bytes.length), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theSequenceDetachesAndDoesNotReachTheContainer() {
        DetachKeys keys = DetachKeys.parse("");
        assertEquals("ab", pass(keys, "ab\u0010"));
        assertFalse(keys.detached());
        assertEquals("", pass(keys, "\u0011rest"));
        assertTrue(keys.detached());
    }

    @Test
    void aSequenceThatIsBrokenOffIsInputLikeAnyOther() {
        DetachKeys keys = DetachKeys.parse("ctrl-p,ctrl-q");
        assertEquals("", pass(keys, "\u0010"));
        assertEquals("\u0010x", pass(keys, "x"));
        assertEquals("\u0010", pass(keys, "\u0010\u0010"));
        assertEquals("", pass(keys, "\u0011"));
        assertTrue(keys.detached());
    }

    @Test
    void keysMayBeChosen() {
        DetachKeys keys = DetachKeys.parse("ctrl-@,x");
        assertEquals("y", pass(keys, "y\0x"));
        assertTrue(keys.detached());
        assertThrows(EngineException.class, () -> DetachKeys.parse("ctrl-1"));
        assertThrows(EngineException.class, () -> DetachKeys.parse("esc"));
    }
}
