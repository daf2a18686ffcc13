package dev.jcompose.linux.file;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** An open regular file. Used by one thread at a time; closing it is the caller's. */
public final class Descriptor implements AutoCloseable {
    private static final int CHUNK = 1 << 17;

    /** One buffer a thread: allocating one for each of an image's many small files would cost more than their writes. */
    private static final ThreadLocal<MemorySegment> BUFFER =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK));

    private final int fd;
    private final String name;
    private boolean closed;

    Descriptor(int fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    public int fd() {
        return fd;
    }

    /** Writes all of it at the current position. */
    public void write(byte[] bytes, int from, int length) {
        MemorySegment buffer = BUFFER.get();
        for (int done = 0; done < length; ) {
            int n = Math.min(CHUNK, length - done);
            MemorySegment.copy(bytes, from + done, buffer, ValueLayout.JAVA_BYTE, 0, n);
            for (int sent = 0; sent < n; ) {
                sent += (int) Syscall.WRITE.call(name, fd, buffer.address() + sent, n - sent, 0, 0);
            }
            done += n;
        }
    }

    /** Up to {@code length} bytes, -1 at the end. */
    public int read(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        MemorySegment buffer = BUFFER.get();
        int n = (int) Syscall.READ.call(name, fd, buffer.address(), Math.min(length, CHUNK), 0, 0);
        if (n == 0) {
            return length == 0 ? 0 : -1;
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, from, n);
        return n;
    }

    /** Leaves a hole of {@code length} bytes; {@link #truncate} gives the file its end. */
    public void skip(long length) {
        Syscall.LSEEK.call(name, fd, length, 1, 0, 0);
    }

    public void touch(long seconds, int nanos) {
        try (var arena = Arena.ofConfined()) {
            Syscall.UTIMENSAT.call(name, fd, 0, Dir.times(arena, seconds, nanos).address(), 0, 0);
        }
    }

    public void truncate(long size) {
        Syscall.FTRUNCATE.call(name, fd, size, 0, 0, 0);
    }

    public void chmod(int mode) {
        Syscall.FCHMOD.call(name, fd, mode, 0, 0, 0);
    }

    public void chown(int uid, int gid) {
        Syscall.FCHOWN.call(name, fd, uid, gid, 0, 0);
    }

    public void sync() {
        Syscall.FSYNC.call(name, fd, 0, 0, 0, 0);
    }

    /** The content from the current position; closing it closes the file. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return Descriptor.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] b, int off, int len) {
                return Descriptor.this.read(b, off, len);
            }

            @Override
            public void close() {
                Descriptor.this.close();
            }
        };
    }

    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                Descriptor.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) {
                Descriptor.this.write(b, off, len);
            }

            @Override
            public void close() {
                Descriptor.this.close();
            }
        };
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Syscall.CLOSE.call(name, fd, 0, 0, 0, 0);
        }
    }
}
