package dev.jcompose.engine.container;

import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.FrameQueue;
import dev.jcompose.engine.stream.QueuedOutput;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.stream.PacketSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's hold on a container's streams through conmon's socket. It may begin before the container does: then it waits
 * for {@link #connect}, and no byte of output is missed.
 */
final class AttachSession implements Session {
    private static final int PACKET = 32768 + 1;
    /** conmon tells streams apart by the first byte of a packet. */
    private static final int CONMON_STDERR = 3;

    /** conmon reads as much at once. */
    private static final int MOST_SENT = 8192;

    private final boolean output;
    private final boolean errors;
    private final boolean input;
    private final FrameQueue queue = new FrameQueue();
    private final CompletableFuture<PacketSocket> socket = new CompletableFuture<>();
    private final Consumer<AttachSession> onClose;
    private volatile boolean detached;
    private final OutputStream stdin = new QueuedOutput(new Input());

    AttachSession(boolean input, boolean output, boolean errors, Consumer<AttachSession> onClose) {
        this.input = input;
        this.output = output;
        this.errors = errors;
        this.onClose = onClose;
    }

    void connect(Path attachSocket) {
        if (socket.isDone()) {
            return;
        }
        var connected = PacketSocket.connect(attachSocket);
        if (!socket.complete(connected)) {
            connected.close();
            return;
        }
        Thread.ofPlatform().daemon().name("attach").start(() -> pump(connected));
    }

    /** Nothing more is written, and the thread that would has nothing to wait for. */
    private void stop() {
        try {
            stdin.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The container will not begin: the session is over. */
    void cancel() {
        queue.end();
        socket.completeExceptionally(new IOException("the container did not start"));
    }

    private void pump(PacketSocket from) {
        byte[] packet = new byte[PACKET];
        try (from) {
            for (int n = from.receive(packet); n >= 0; n = from.receive(packet)) {
                int stream = packet[0] == CONMON_STDERR ? Frame.STDERR : Frame.STDOUT;
                boolean wanted = stream == Frame.STDERR ? errors : output;
                if (n > 1 && wanted && !queue.put(new Frame(stream, Arrays.copyOfRange(packet, 1, n)))) {
                    break;
                }
            }
        } finally {
            queue.end();
            stop();
            onClose.accept(this);
        }
    }

    @Override
    public @Nullable Frame read() {
        return queue.take();
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    private final class Input implements QueuedOutput.Target {
        @Override
        public void write(byte[] bytes) throws IOException {
            if (!input) {
                return;
            }
            try {
                for (int done = 0; done < bytes.length; done += MOST_SENT) {
                    socket.join().send(bytes, done, Math.min(MOST_SENT, bytes.length - done));
                }
            } catch (CompletionException | LinuxException e) {
                throw new IOException("the container takes no more input", e);
            }
        }

        @Override
        public void end() {
            // A client that leaves has not ended the input.
            if (input && !detached) {
                var _ = socket.thenAccept(PacketSocket::shutdownOutput);
            }
        }
    }

    @Override
    public void close() {
        queue.abandon();
        onClose.accept(this);
        detached = true;
        stop();
        if (!socket.completeExceptionally(new IOException("closed"))) {
            var _ = socket.thenAccept(PacketSocket::shutdown);
        }
    }
}
