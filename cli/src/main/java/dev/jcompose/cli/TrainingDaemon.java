package dev.jcompose.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackInfo;
import dev.jcompose.api.stack.StackOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Answers the everyday requests with made-up stacks while the start-up cache is trained, so that the cache holds the way to the
 * daemon and back. Does nothing else than that.
 */
final class TrainingDaemon implements AutoCloseable {
    private final Path folder;
    private final ServerSocketChannel server;

    TrainingDaemon() throws IOException {
        folder = Files.createTempDirectory("jcompose-training");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (IOException e) {
            // Closed: the training is over.
            return;
        }
    }

    private static void answer(SocketChannel client) throws IOException {
        String request = read(client);
        byte[] body = Json.write(body(request.substring(0, request.indexOf('\r'))));
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        for (byte[] part : List.of(head.getBytes(StandardCharsets.UTF_8), body)) {
            ByteBuffer bytes = ByteBuffer.wrap(part);
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
        }
    }

    /** Head and body of a request; the client writes a body's end or its length. */
    private static String read(SocketChannel client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(65536);
        String text = "";
        while (!whole(text) && client.read(piece) >= 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
            text = all.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    private static boolean whole(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        int length = at < 0 || at > end ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
        return text.length() >= end + 4 + length;
    }

    private static Object body(String requestLine) {
        if (requestLine.contains("/info")) {
            return new StackInfo(Version.current(), "000000", "/", "/");
        }
        if (requestLine.contains("/plan")) {
            return new PlanView("web-db", "", "", false, List.of(), List.of());
        }
        if (requestLine.startsWith("GET")) {
            return new StackDetail(
                    "web-db",
                    new StackOrigin("/", List.of("/compose.yaml"), false),
                    JsonNodeFactory.instance.objectNode(),
                    "",
                    List.of(container()),
                    List.of("web-db_default"),
                    List.of());
        }
        return StackEvent.outcome(new StackEvent.Outcome(true, "", "", Map.of("web", List.of("0"))));
    }

    private static StackContainer container() {
        return new StackContainer(
                "0",
                "web-db-web-1",
                "",
                "web",
                1,
                false,
                "running",
                "Up 1 second",
                "healthy",
                0,
                "web-db-web",
                "",
                "x",
                0,
                List.of(new StackContainer.Port("0.0.0.0", 8080, 8000, "tcp")));
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }
}
