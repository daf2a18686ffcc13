package dev.jcompose.linux.file;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The extended attributes of one entry of an open folder, links not followed. */
public final class Xattrs {
    /** The kernel's limits for one value and for the list of names. */
    private static final int LARGEST = 1 << 16;

    private final String path;

    Xattrs(String path) {
        this.path = path;
    }

    public void set(String name, byte[] value) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            Syscall.LSETXATTR.call(
                    name + " of " + path,
                    FileName.in(arena, path).address(),
                    FileName.in(arena, name).address(),
                    bytes.address(),
                    value.length,
                    0);
        }
    }

    public Optional<byte[]> get(String name) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(LARGEST);
            int n = (int) Syscall.LGETXATTR.call(
                    name + " of " + path,
                    FileName.in(arena, path).address(),
                    FileName.in(arena, name).address(),
                    out.address(),
                    LARGEST,
                    0);
            return Optional.of(out.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE));
        } catch (LinuxException e) {
            if (e.is(Errno.ENODATA) || e.is(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All names, sorted. */
    public List<String> names() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment p = FileName.in(arena, path);
            int size = (int) Syscall.LLISTXATTR.call(path, p.address(), 0, 0, 0, 0);
            if (size == 0) {
                return List.of();
            }
            MemorySegment out = arena.allocate(LARGEST);
            int n = (int) Syscall.LLISTXATTR.call(path, p.address(), out.address(), LARGEST, 0, 0);
            byte[] all = out.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
            var names = new ArrayList<String>();
            for (int from = 0, i = 0; i < n; i++) {
                if (all[i] == 0) {
                    names.add(FileName.decode(all, from, i - from));
                    from = i + 1;
                }
            }
            names.sort(null);
            return names;
        } catch (LinuxException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                return List.of();
            }
            throw e;
        }
    }
}
