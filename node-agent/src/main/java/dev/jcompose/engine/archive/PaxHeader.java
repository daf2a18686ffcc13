package dev.jcompose.engine.archive;

import dev.jcompose.linux.file.FileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a PAX extended header. Values are bytes: attributes such as file capabilities are binary. */
final class PaxHeader {
    static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> records = new LinkedHashMap<>();

    /** Adds the records of one header; a later value replaces an earlier one, an empty value removes it. */
    void parse(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length && bytes[at] != 0; ) {
            int space = find(bytes, at, ' ');
            int length = length(bytes, at, space);
            int end = at + length;
            if (length <= space - at + 1 || end > bytes.length || bytes[end - 1] != '\n') {
                throw new IOException("a PAX record of the archive is damaged");
            }
            int equals = find(bytes, space + 1, '=');
            if (equals >= end) {
                throw new IOException("a PAX record of the archive has no value");
            }
            String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            add(key, java.util.Arrays.copyOfRange(bytes, equals + 1, end - 1));
            at = end;
        }
    }

    private void add(String key, byte[] value) {
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            // Format 0.0 repeats these two keys, one pair a region: kept in order as one map of format 0.1.
            String before = text("GNU.sparse.map");
            String next = new String(value, StandardCharsets.UTF_8);
            records.put(
                    "GNU.sparse.map", (before == null ? next : before + "," + next).getBytes(StandardCharsets.UTF_8));
        } else if (value.length == 0 && !key.startsWith(XATTR)) {
            records.remove(key);
        } else {
            records.put(key, value);
        }
    }

    void addAll(PaxHeader other) {
        records.putAll(other.records);
    }

    void clear() {
        records.clear();
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    void put(String key, byte[] value) {
        records.put(key, value);
    }

    void put(String key, String value) {
        records.put(key, FileName.encode(value));
    }

    @Nullable
    String text(String key) {
        byte[] value = records.get(key);
        return value == null ? null : FileName.decode(value, 0, value.length);
    }

    long number(String key, long otherwise) throws IOException {
        String value = text(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IOException("PAX record " + key + " is no number: " + value, e);
        }
    }

    Map<String, byte[]> xattrs() {
        var found = new LinkedHashMap<String, byte[]>();
        records.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                found.put(key.substring(XATTR.length()), value);
            }
        });
        return found.isEmpty() ? Map.of() : found;
    }

    byte[] toBytes() {
        var out = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            int rest = name.length + value.length + 3;
            int length = rest + Integer.toString(rest).length();
            if (Integer.toString(length).length() != Integer.toString(rest).length()) {
                length++;
            }
            out.writeBytes((length + " ").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(name);
            out.write('=');
            out.writeBytes(value);
            out.write('\n');
        });
        return out.toByteArray();
    }

    private static int find(byte[] bytes, int from, char wanted) throws IOException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IOException("a PAX record of the archive is damaged");
    }

    private static int length(byte[] bytes, int from, int to) throws IOException {
        try {
            return Integer.parseInt(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new IOException("a PAX record of the archive has no length", e);
        }
    }
}
