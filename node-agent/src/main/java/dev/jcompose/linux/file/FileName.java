package dev.jcompose.linux.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * File names as strings without loss: Linux names are bytes, mostly UTF-8. A byte that is no part of valid UTF-8 becomes a
 * lone surrogate U+DC80..U+DCFF and comes back as that byte, whatever the locale of the process is.
 */
public final class FileName {
    private FileName() {}

    public static String decode(byte[] bytes, int from, int length) {
        String plain = new String(bytes, from, length, StandardCharsets.UTF_8);
        return plain.indexOf('\uFFFD') < 0 ? plain : escape(bytes, from, length);
    }

    public static byte[] encode(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isEscaped(name, i)) {
                return unescape(name);
            }
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** A zero-terminated copy for a system call. */
    static MemorySegment in(Arena arena, String name) {
        byte[] bytes = encode(name);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    private static boolean isEscaped(String s, int i) {
        char c = s.charAt(i);
        return c >= '\uDC80' && c <= '\uDCFF' && (i == 0 || !Character.isHighSurrogate(s.charAt(i - 1)));
    }

    private static String escape(byte[] bytes, int from, int length) {
        var out = new StringBuilder(length);
        int end = from + length;
        for (int i = from; i < end; ) {
            int n = Math.min(sequence(bytes[i]), end - i);
            String one = new String(bytes, i, n, StandardCharsets.UTF_8);
            boolean valid = one.codePointCount(0, one.length()) == 1
                    && java.util.Arrays.equals(
                            one.getBytes(StandardCharsets.UTF_8), java.util.Arrays.copyOfRange(bytes, i, i + n));
            if (valid) {
                out.append(one);
                i += n;
            } else {
                out.append((char) (0xDC00 | (bytes[i] & 0xFF)));
                i++;
            }
        }
        return out.toString();
    }

    private static int sequence(byte lead) {
        int b = lead & 0xFF;
        return b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    private static byte[] unescape(String name) {
        var out = new java.io.ByteArrayOutputStream(name.length());
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            if (isEscaped(name, i)) {
                out.writeBytes(name.substring(start, i).getBytes(StandardCharsets.UTF_8));
                out.write(name.charAt(i) & 0xFF);
                start = i + 1;
            }
        }
        out.writeBytes(name.substring(start).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
