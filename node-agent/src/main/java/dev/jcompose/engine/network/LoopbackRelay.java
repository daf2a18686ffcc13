package dev.jcompose.engine.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries connections from [::1] to a container: the kernel translates no packets of that address. Pauses with the daemon, as
 * the port itself does not.
 */
final class LoopbackRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackRelay.class);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final int BUFFER = 32 * 1024;

    private final ServerSocketChannel listener;
    private final HostSide host;
    private volatile InetSocketAddress target;

    private LoopbackRelay(ServerSocketChannel listener, HostSide host, InetSocketAddress target) {
        this.listener = listener;
        this.host = host;
        this.target = target;
    }

    /** Whether connections to a published port need a relay. */
    static boolean serves(PublishedPort port) {
        return port.protocol().equals("tcp")
                && !port.isIpv4()
                && (port.ip().isAnyLocalAddress() || port.ip().isLoopbackAddress());
    }

    static LoopbackRelay start(HostSide host, int port, InetSocketAddress target) {
        var listener = host.call(() -> {
            var channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(new InetSocketAddress(LOOPBACK, port));
            return channel;
        });
        var relay = new LoopbackRelay(listener, host, target);
        Thread.ofVirtual().name("relay [::1]:" + port).start(relay::accept);
        return relay;
    }

    boolean listensAt(int port) {
        return listener.socket().getLocalPort() == port;
    }

    /** Connections from now on go to {@code other}; those that are open stay where they are. */
    void lead(InetSocketAddress other) {
        target = other;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                var client = listener.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A connection to {} came to nothing", target, e);
            }
        }
    }

    private void connect(SocketChannel client) {
        try (client;
                var server = host.call(() -> SocketChannel.open(target))) {
            var back = Thread.startVirtualThread(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.debug("{} cannot be reached", target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies until the end, then passes the end on. */
    private static void pump(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side broke off: so does the other, whose reads would else wait for ever.
            try (from;
                    to) {
                LOG.trace("A relayed connection broke off", e);
            } catch (IOException second) {
                LOG.trace("Closing it failed too", second);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("The relay to {} did not close cleanly", target, e);
        }
    }
}
