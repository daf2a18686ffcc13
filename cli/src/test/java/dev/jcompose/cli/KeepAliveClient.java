package dev.jcompose.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of HTTP that keeps its connection as long as the server lets it, and forgives nothing. */
final class KeepAliveClient implements AutoCloseable {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InetSocketAddress server;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    KeepAliveClient(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The body of the answer. */
    String get() throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            socket = new Socket();
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(REQUEST);
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered by " + status);
        }
        int length = 0;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            length = header.startsWith("Content-Length: ") ? Integer.parseInt(header.substring(16)) : length;
            last |= header.equals("Connection: close");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (last) {
            socket.close();
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
