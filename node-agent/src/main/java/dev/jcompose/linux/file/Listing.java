package dev.jcompose.linux.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The entries of an open folder, read as the kernel gives them. */
final class Listing {
    private static final int BUFFER = 1 << 16;
    private static final long LENGTH_AT = 16;
    private static final long NAME_AT = 19;

    private Listing() {}

    /** The names, sorted, without {@code .} and {@code ..}. */
    static List<String> of(RegularFile folder) {
        var names = new ArrayList<String>();
        try (var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            while (true) {
                int n = (int) Syscall.GETDENTS64.call(".", folder.number(), buffer.address(), BUFFER, 0, 0);
                if (n == 0) {
                    names.sort(null);
                    return names;
                }
                for (int at = 0; at < n; ) {
                    int length = buffer.get(ValueLayout.JAVA_SHORT, at + LENGTH_AT) & 0xFFFF;
                    String entry = nameIn(buffer.asSlice(at + NAME_AT, length - NAME_AT));
                    if (!entry.equals(".") && !entry.equals("..")) {
                        names.add(entry);
                    }
                    at += length;
                }
            }
        }
    }

    private static String nameIn(MemorySegment field) {
        int end = 0;
        while (field.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return FileName.decode(field.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), 0, end);
    }
}
