package dev.jcompose.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message of the kernel: its type and what follows the header. */
record Reply(int type, ByteBuffer body) {
    int u8(int at) {
        return Byte.toUnsignedInt(body.get(at));
    }

    int s32(int at) {
        return body.getInt(at);
    }

    /** Attribute type → value, for the attributes that follow a fixed part of {@code skip} bytes. */
    Map<Integer, ByteBuffer> attributes(int skip) {
        return attributes(body.slice(skip, body.limit() - skip).order(ByteOrder.nativeOrder()));
    }

    static Map<Integer, ByteBuffer> attributes(ByteBuffer bytes) {
        var attributes = new HashMap<Integer, ByteBuffer>();
        for (int at = 0; at + 4 <= bytes.limit(); ) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < 4 || at + length > bytes.limit()) {
                break;
            }
            attributes.put(
                    bytes.getShort(at + 2) & 0x3fff,
                    bytes.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
            at += (length + 3) & ~3;
        }
        return attributes;
    }

    static String text(@Nullable ByteBuffer value) {
        if (value == null) {
            return "";
        }
        var text = new String(bytes(value), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    static byte[] bytes(ByteBuffer value) {
        var bytes = new byte[value.limit()];
        value.get(0, bytes);
        return bytes;
    }
}
