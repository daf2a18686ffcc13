package dev.jcompose.linux.netlink;

import java.util.Arrays;
import java.util.HexFormat;

/** Six bytes in lower-case hex with colons: {@code 02:42:ac:12:00:02}. */
public record MacAddress(String text) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** Throws IllegalArgumentException where the text is none. */
    public static MacAddress parse(String text) {
        try {
            return of(COLONS.parseHex(text.replace('-', ':')));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no MAC address: give six bytes as in 02:42:ac:12:00:02", e);
        }
    }

    public static MacAddress of(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        return new MacAddress(COLONS.formatHex(bytes));
    }

    /** Whether an interface can have it: it names no group, and somebody. */
    public boolean isOfOne() {
        byte[] bytes = bytes();
        return (bytes[0] & 1) == 0 && !Arrays.equals(bytes, new byte[bytes.length]);
    }

    public byte[] bytes() {
        return COLONS.parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
