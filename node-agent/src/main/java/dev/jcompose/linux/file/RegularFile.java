package dev.jcompose.linux.file;

import dev.jcompose.linux.Descriptor;
import java.lang.foreign.Arena;

/** An open file on a file system, with what only such have. Used by one thread at a time; closing it is the caller's. */
public final class RegularFile extends Descriptor {

    RegularFile(int number, String name) {
        super(number, name);
    }

    @Override
    protected boolean endsBy(int errno) {
        return false;
    }

    /** Leaves a hole of {@code length} bytes; {@link #truncate} gives the file its end. */
    public void skip(long length) {
        Syscall.LSEEK.call(name(), number(), length, 1, 0, 0);
    }

    public void touch(long seconds, int nanos) {
        try (var arena = Arena.ofConfined()) {
            Syscall.UTIMENSAT.call(
                    name(), number(), 0, Dir.times(arena, seconds, nanos).address(), 0, 0);
        }
    }

    public void truncate(long size) {
        Syscall.FTRUNCATE.call(name(), number(), size, 0, 0, 0);
    }

    public void chmod(int mode) {
        Syscall.FCHMOD.call(name(), number(), mode, 0, 0, 0);
    }

    public void chown(int uid, int gid) {
        Syscall.FCHOWN.call(name(), number(), uid, gid, 0, 0);
    }

    public void sync() {
        Syscall.FSYNC.call(name(), number(), 0, 0, 0, 0);
    }
}
