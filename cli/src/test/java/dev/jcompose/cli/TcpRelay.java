package dev.jcompose.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A daemon's socket at a TCP port of loopback, as by ssh or a proxy: to the command line it is a remote daemon. */
final class TcpRelay implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;

    TcpRelay(Path socket) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    String address() throws IOException {
        return "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Thread.ofVirtual().start(() -> copy(client, daemon));
                Thread.ofVirtual().start(() -> copy(daemon, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        try (InputStream in = Channels.newInputStream(from);
                OutputStream out = Channels.newOutputStream(to)) {
            byte[] buffer = new byte[1 << 13];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // One end has closed; the other is closed now.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
