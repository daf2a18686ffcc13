package dev.jcompose.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open descriptor, closed once. One thread reads, one writes; both block in the kernel. Any thread may close it: the number
 * goes back to the kernel when the last call that uses it has returned, so that no call ever meets the file that gets the
 * number next. A call that begins after the close fails with EBADF.
 */
public class Descriptor implements AutoCloseable {
    private static final int CHUNK = 1 << 17;

    /** One buffer a thread: allocating one for each of an image's many small files would cost more than their writes. */
    private static final ThreadLocal<MemorySegment> BUFFER =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK));

    private final int number;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Calls under way, and one until it is closed. */
    private final AtomicInteger holds = new AtomicInteger(1);

    public Descriptor(int number) {
        this(number, "");
    }

    /** {@code name} is what errors call it. */
    public Descriptor(int number, String name) {
        this.number = number;
        this.name = name;
    }

    /** Its number, for whom nobody else closes it: others take a {@link #hold}. Fails with EBADF when it is closed. */
    public final int number() {
        if (closed.get()) {
            throw closedBefore("use");
        }
        return number;
    }

    /** The number, which stays this file's until the hold is closed. */
    public final class Hold implements AutoCloseable {
        private Hold() {}

        public int number() {
            return number;
        }

        @Override
        public void close() {
            release();
        }
    }

    /** For one call of the kernel, also while another thread closes; fails with EBADF when it is closed. */
    public final Hold hold() {
        return hold("use");
    }

    private Hold hold(String call) {
        if (closed.get() || holds.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw closedBefore(call);
        }
        return new Hold();
    }

    private void release() {
        if (holds.decrementAndGet() == 0) {
            Native.close(number);
        }
    }

    private LinuxException closedBefore(String call) {
        return new LinuxException((call + " " + name).strip(), Errno.EBADF);
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
        try (var held = hold("read")) {
            while (true) {
                long n = Native.read(held.number(), buffer);
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
            try (var held = hold("write")) {
                send(held, buffer.asSlice(0, n));
            }
            done += n;
        }
    }

    private void send(Hold held, MemorySegment bytes) {
        for (long done = 0; done < bytes.byteSize(); ) {
            long n = Native.write(held.number(), bytes.asSlice(done));
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
            release();
        }
    }
}
