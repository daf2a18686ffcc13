package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open descriptor, closed once. One thread reads, one writes; both block in the kernel. */
public final class Descriptor implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Descriptor(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Up to {@code bytes.length} bytes, -1 at the end. A terminal whose other side is gone has ended too. */
    public int read(byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.min(bytes.length, CHUNK));
            while (true) {
                long n = Native.read(number, buffer);
                if (n > 0) {
                    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, (int) n);
                    return (int) n;
                }
                if (n == 0 || Native.errno() == Errno.EIO) {
                    return -1;
                }
                if (Native.errno() != Errno.EINTR) {
                    throw Native.failure("read");
                }
            }
        }
    }

    public void write(byte[] bytes, int from, int length) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, from, buffer, JAVA_BYTE, 0, length);
            for (long done = 0; done < length; ) {
                long n = Native.write(number, buffer.asSlice(done, length - done));
                if (n >= 0) {
                    done += n;
                } else if (Native.errno() != Errno.EINTR) {
                    throw Native.failure("write");
                }
            }
        }
    }

    /** What is written goes to the descriptor at once; closing the stream closes it. */
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

    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return Descriptor.this.read(one) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] b, int off, int len) {
                byte[] part = new byte[Math.min(len, CHUNK)];
                int n = Descriptor.this.read(part);
                if (n > 0) {
                    System.arraycopy(part, 0, b, off, n);
                }
                return n;
            }

            @Override
            public void close() {
                Descriptor.this.close();
            }
        };
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Native.close(number);
        }
    }
}
