package dev.jcompose.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open descriptor, closed once. One thread reads, one writes; both block in the kernel. */
public class Descriptor implements AutoCloseable {
    private static final int CHUNK = 1 << 17;

    /** One buffer a thread: allocating one for each of an image's many small files would cost more than their writes. */
    private static final ThreadLocal<MemorySegment> BUFFER =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK));

    private final int number;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Descriptor(int number) {
        this(number, "");
    }

    /** {@code name} is what errors call it. */
    public Descriptor(int number, String name) {
        this.number = number;
        this.name = name;
    }

    public final int number() {
        return number;
    }

    protected final String name() {
        return name;
    }

    /** Up to {@code bytes.length} bytes, -1 at the end. */
    public final int read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /** Up to {@code length} bytes, -1 at the end. A terminal whose other side is gone has ended too. */
    public final int read(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        MemorySegment buffer = BUFFER.get().asSlice(0, Math.min(length, CHUNK));
        while (true) {
            long n = Native.read(number, buffer);
            if (n > 0) {
                MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, from, (int) n);
                return (int) n;
            }
            if (n == 0 || endsBy(Native.errno())) {
                return -1;
            }
            if (Native.errno() != Errno.EINTR) {
                throw Native.failure(("read " + name).strip());
            }
        }
    }

    /** Whether a failed read means the end. */
    protected boolean endsBy(int errno) {
        return errno == Errno.EIO;
    }

    /** Writes all of it. */
    public final void write(byte[] bytes, int from, int length) {
        MemorySegment buffer = BUFFER.get();
        for (int done = 0; done < length; ) {
            int n = Math.min(CHUNK, length - done);
            MemorySegment.copy(bytes, from + done, buffer, JAVA_BYTE, 0, n);
            send(buffer.asSlice(0, n));
            done += n;
        }
    }

    private void send(MemorySegment bytes) {
        for (long done = 0; done < bytes.byteSize(); ) {
            long n = Native.write(number, bytes.asSlice(done));
            if (n >= 0) {
                done += n;
            } else if (Native.errno() != Errno.EINTR) {
                throw Native.failure(("write " + name).strip());
            }
        }
    }

    /** What is written goes to the descriptor at once; closing the stream closes it. */
    public final OutputStream output() {
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

    /** What is read from it; closing the stream closes it. */
    public final InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return Descriptor.this.read(one) < 0 ? -1 : one[0] & 0xff;
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

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            Native.close(number);
        }
    }
}
