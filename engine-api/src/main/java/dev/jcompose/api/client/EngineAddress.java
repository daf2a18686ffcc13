package dev.jcompose.api.client;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where an engine listens. */
public sealed interface EngineAddress {

    /** Connects; the channel is blocking. */
    SocketChannel connect() throws IOException;

    record Unix(Path socket) implements EngineAddress {
        @Override
        public SocketChannel connect() throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        }

        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    record Tcp(String host, int port) implements EngineAddress {
        @Override
        public SocketChannel connect() throws IOException {
            SocketAddress to = new InetSocketAddress(host, port);
            return SocketChannel.open(to);
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    /** {@code unix:///path}, {@code tcp://host:port} or a plain path. Throws INVALID. */
    static EngineAddress parse(String text) {
        if (text.startsWith("unix://")) {
            return new Unix(Path.of(text.substring("unix://".length())));
        }
        if (text.startsWith("/")) {
            return new Unix(Path.of(text));
        }
        int colon = text.lastIndexOf(':');
        if (text.startsWith("tcp://") && colon > "tcp://".length()) {
            try {
                return new Tcp(
                        text.substring("tcp://".length(), colon), Integer.parseInt(text, colon + 1, text.length(), 10));
            } catch (NumberFormatException e) {
                throw wrong(text);
            }
        }
        throw wrong(text);
    }

    private static EngineException wrong(String text) {
        return EngineException.invalid(
                "\"" + text + "\" is no address of an engine: write unix:///path/to/docker.sock or tcp://host:port");
    }
}
