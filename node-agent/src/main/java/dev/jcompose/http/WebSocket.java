package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A web socket (RFC 6455) on a connection that was taken over: what the client's messages hold is one stream, and each write is
 * a message of its own. Pings are answered; the client's close is the end of its stream.
 */
public final class WebSocket implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONGEST_CONTROL = 125;

    private final InputStream in;
    private final OutputStream out;
    private final Runnable left;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean closed;

    private WebSocket(Hijacked connection, Runnable left) {
        this.left = left;
        in = connection.in();
        out = connection.out();
    }

    /** Answers the client's handshake; {@code left} runs when it says goodbye. Throws INVALID where it is no handshake. */
    public static WebSocket accept(Request request, Response response, Runnable left) throws IOException {
        String key = request.header("Sec-WebSocket-Key");
        if (!request.header("Upgrade").equalsIgnoreCase("websocket") || key.isEmpty()) {
            throw EngineException.invalid("this path is a web socket: the request lacks its handshake");
        }
        return new WebSocket(
                response.header("Sec-WebSocket-Accept", answer(key)).hijack(""), left);
    }

    private static String answer(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as bytes both ways. */
    public Hijacked stream() {
        return new Hijacked(new Messages(), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(BINARY, ByteBuffer.wrap(bytes, offset, length));
            }
        });
    }

    private void send(int kind, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        var frame = new ByteArrayOutputStream(length + 10);
        frame.write(FINAL | kind);
        if (length <= LONGEST_CONTROL) {
            frame.write(length);
        } else if (length < 1 << 16) {
            frame.write(126);
            frame.write(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            frame.write(127);
            frame.write(ByteBuffer.allocate(8).putLong(length).array());
        }
        frame.write(payload.array(), payload.arrayOffset() + payload.position(), length);
        writing.lock();
        try {
            if (!closed) {
                closed = kind == CLOSE;
                out.write(frame.toByteArray());
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        // 1000: the purpose for which the connection was made is fulfilled.
        send(CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).flip());
    }

    /** The payloads of the client's messages, one after the other. */
    private final class Messages extends InputStream {
        private final byte[] mask = new byte[4];
        private long rest;
        private int at;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (rest == 0 && !ended) {
                nextFrame();
            }
            if (ended) {
                return -1;
            }
            int n = in.read(bytes, offset, (int) Math.min(length, rest));
            if (n < 0) {
                ended = true;
                return -1;
            }
            unmask(bytes, offset, n);
            rest -= n;
            return n;
        }

        private void nextFrame() throws IOException {
            int first = in.read();
            if (first < 0) {
                ended = true;
                return;
            }
            int second = byteOf(in.read());
            rest = switch (second & 0x7f) {
                case 126 -> ByteBuffer.wrap(exactly(2)).getShort() & 0xffff;
                case 127 -> ByteBuffer.wrap(exactly(8)).getLong();
                default -> second & 0x7f;
            };
            if ((second & MASKED) == 0 || rest < 0) {
                throw new IOException("a web socket's client sent a frame without a mask, or one that is too long");
            }
            System.arraycopy(exactly(4), 0, mask, 0, 4);
            at = 0;
            control(first & 0x0f);
        }

        private void control(int kind) throws IOException {
            if (kind < CLOSE) {
                return;
            }
            if (rest > LONGEST_CONTROL) {
                throw new IOException("a web socket's client sent a control frame of " + rest + " bytes");
            }
            byte[] payload = exactly((int) rest);
            unmask(payload, 0, payload.length);
            rest = 0;
            if (kind == PING) {
                send(PONG, ByteBuffer.wrap(payload));
            } else if (kind == CLOSE) {
                ended = true;
                WebSocket.this.left.run();
            }
        }

        private void unmask(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++, at = (at + 1) & 3) {
                bytes[offset + i] ^= mask[at];
            }
        }

        private byte[] exactly(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("a web socket's client ended inside a frame");
            }
            return bytes;
        }

        private static int byteOf(int read) throws IOException {
            if (read < 0) {
                throw new EOFException("a web socket's client ended inside a frame");
            }
            return read;
        }
    }
}
