package dev.jcompose.http.route;

import dev.jcompose.api.client.DetachKeys;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.http.ApiVersion;
import dev.jcompose.http.Hijacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between a process's streams and a client's connection. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int HEAD = 8;
    private static final int BUFFER = 32 * 1024;

    private Streams() {}

    /** A terminal's bytes go as they are, two streams go in frames; clients before API 1.42 tell them apart by themselves. */
    static String contentType(boolean tty, ApiVersion version) {
        return tty || !version.atLeast(42)
                ? "application/vnd.docker.raw-stream"
                : "application/vnd.docker.multiplexed-stream";
    }

    /** Copies output until the process or the client ends it; {@code raw}: without frames. */
    static void copyOut(Session session, OutputStream out, boolean raw) throws IOException {
        for (Frame frame = session.read(); frame != null; frame = session.read()) {
            out.write(raw ? frame.data() : framed(frame));
        }
    }

    private static byte[] framed(Frame frame) {
        int length = frame.data().length;
        return ByteBuffer.allocate(HEAD + length)
                .put((byte) frame.stream())
                .put(new byte[3])
                .putInt(length)
                .put(frame.data())
                .array();
    }

    /**
     * Both ways at once, until the output ends or the user detaches.
     *
     * @param raw whether output goes as it is, not in frames
     * @param endsInput whether the client's half-close is the end of the process's input
     * @param keys null where nobody can detach by keys
     */
    static void converse(Session session, Hijacked client, boolean raw, boolean endsInput, @Nullable DetachKeys keys)
            throws IOException {
        Thread.ofVirtual().name("stdin").start(() -> {
            try {
                copyIn(client.in(), session.stdin(), keys);
                if (keys != null && keys.detached()) {
                    session.close();
                } else if (endsInput) {
                    session.stdin().close();
                }
            } catch (IOException e) {
                // The process has ended or closed its input: its output tells the client.
                LOG.debug("input of a session ended", e);
            }
        });
        copyOut(session, client.out(), raw);
    }

    private static void copyIn(InputStream in, OutputStream stdin, @Nullable DetachKeys keys) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (keys == null) {
                stdin.write(buffer, 0, n);
            } else {
                stdin.write(keys.pass(buffer, n));
                if (keys.detached()) {
                    return;
                }
            }
            stdin.flush();
        }
    }
}
