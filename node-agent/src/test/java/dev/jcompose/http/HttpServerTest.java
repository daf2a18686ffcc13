package dev.jcompose.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.EnginePeer;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
    @TempDir
    private Path folder;

    private final Router router = new Router();
    private HttpServer server;
    private EngineClient client;

    @BeforeEach
    void listen() {
        server = HttpServer.bind(folder.resolve("s.sock.listener"), folder.resolve("s.sock"), router)
                .open();
        client = new EngineClient(new EngineAddress.Unix(server.socket()));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void variables_and_query_reach_the_handler_whatever_the_version_in_the_path() {
        router.get(
                "/images/{name...}/json",
                (request, response) -> response.json(Map.of(
                        "name", request.variable("name"),
                        "v", request.version().toString(),
                        "q", request.query().text("q"))));
        var target = Target.of("/v1.40/images/{}/json", "registry:5000/a/b:c").query("q", "x y&z");
        assertEquals(Map.of("name", "registry:5000/a/b:c", "v", "1.40", "q", "x y&z"), client.get(target, Map.class));
    }

    @Test
    void json_in_a_query_may_be_null_as_clients_in_go_write_what_is_not_set() {
        router.get(
                "/x",
                (request, response) -> response.json(Map.of(
                        "limits", request.query().json("limits", new TypeReference<>() {}, List.of("none")),
                        "names", request.query().json("names", new TypeReference<>() {}, List.of("none")),
                        "filters", request.query().filters())));
        var target = Target.of("/x")
                .query("limits", "null")
                .query("names", "[\"a\"]")
                .query("filters", "null");
        assertEquals(
                Map.of("limits", List.of("none"), "names", List.of("a"), "filters", Map.of()),
                client.get(target, Map.class));
    }

    @Test
    void a_client_too_new_or_too_old_is_told_the_bounds() {
        router.get("/x", (request, response) -> response.empty(200));
        var late = assertThrows(EngineException.class, () -> client.run(Call.get(Target.of("/v1.99/x"))));
        assertEquals("client version 1.99 is too new. Maximum supported API version is 1.51", late.getMessage());
        var old = assertThrows(EngineException.class, () -> client.run(Call.get(Target.of("/v1.12/x"))));
        assertTrue(
                old.getMessage().startsWith("client version 1.12 is too old. Minimum supported API version is 1.24"));
    }

    @Test
    void failures_come_back_with_their_kind_and_message() {
        router.post("/c", (request, response) -> {
            throw EngineException.conflict("name taken");
        });
        var e = assertThrows(EngineException.class, () -> client.run(Call.post(Target.of("/c"))));
        assertEquals(ErrorKind.CONFLICT, e.kind());
        assertEquals("name taken", e.getMessage());
        assertEquals(
                ErrorKind.NOT_FOUND,
                assertThrows(EngineException.class, () -> client.run(Call.get(Target.of("/nowhere"))))
                        .kind());
    }

    @Test
    void names_of_members_are_taken_in_any_case_and_null_is_nothing() {
        router.post(
                "/net",
                (request, response) -> response.json(Map.of(
                        "name",
                        request.json(dev.jcompose.api.network.CreateNetwork.class)
                                .name())));
        assertEquals(
                Map.of("name", "front"), client.read(Call.post(Target.of("/net"), Map.of("nAME", "front")), Map.class));
        assertEquals(
                Map.of("name", ""),
                client.read(
                        Call.upload(
                                "POST",
                                Target.of("/net"),
                                "application/json",
                                new ByteArrayInputStream("null".getBytes(UTF_8))),
                        Map.class));
    }

    @Test
    void a_web_socket_carries_bytes_both_ways_answers_pings_and_says_goodbye() throws IOException {
        var left = new CountDownLatch(1);
        router.get("/ws", (request, response) -> {
            try (var socket = WebSocket.accept(request, response, left::countDown)) {
                var stream = socket.stream();
                stream.out().write("hello\n".getBytes(UTF_8));
                stream.in().transferTo(stream.out());
            }
        });
        assertEquals(
                ErrorKind.INVALID,
                assertThrows(EngineException.class, () -> client.run(Call.get(Target.of("/ws"))))
                        .kind());
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            OutputStream out = Channels.newOutputStream(channel);
            InputStream in = Channels.newInputStream(channel);
            // The key and its answer are those of RFC 6455.
            out.write("""
                    GET /ws HTTP/1.1\r
                    Host: x\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """.getBytes(UTF_8));
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += (char) in.read();
            }
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head);
            assertArrayEquals(new byte[] {(byte) 0x82, 6, 'h', 'e', 'l', 'l', 'o', '\n'}, in.readNBytes(8));
            out.write(masked(9, "p".getBytes(UTF_8)));
            assertArrayEquals(new byte[] {(byte) 0x8a, 1, 'p'}, in.readNBytes(3));
            byte[] large = new byte[300];
            new Random(2).nextBytes(large);
            out.write(masked(2, large));
            byte[] back = in.readNBytes(304);
            assertArrayEquals(new byte[] {(byte) 0x82, 126, 1, 44}, java.util.Arrays.copyOf(back, 4));
            assertArrayEquals(large, java.util.Arrays.copyOfRange(back, 4, 304));
            out.write(masked(8, new byte[] {3, (byte) 232}));
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 232}, in.readNBytes(4));
            assertEquals(-1, in.read());
            assertEquals(0, left.getCount());
        }
    }

    private static byte[] masked(int kind, byte[] payload) {
        byte[] mask = {1, 2, 3, 4};
        var frame = new ByteArrayOutputStream();
        frame.write(0x80 | kind);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    @Test
    void a_large_body_arrives_whole_and_comes_back_whole() throws IOException {
        router.put("/echo", (request, response) -> {
            try (OutputStream out = response.stream(200, "application/octet-stream")) {
                request.body().transferTo(out);
            }
        });
        byte[] data = new byte[20 << 20];
        new Random(1).nextBytes(data);
        // The echo begins before the upload ends: a client that sends all before it reads would wait for ever.
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + data.length
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(UTF_8));
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    out.write(data);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            InputStream in = Channels.newInputStream(channel);
            byte[] answer = in.readAllBytes();
            assertTrue(answer.length > data.length, "only " + answer.length);
            assertTrue(new String(answer, answer.length - 5, 5, UTF_8).equals("0\r\n\r\n"));
            await().until(() -> !sender.isAlive());
        }
    }

    @Test
    void a_connection_serves_requests_that_come_before_their_answers() throws IOException {
        router.get("/n/{n}", (request, response) -> response.text(200, "<" + request.variable("n") + ">"));
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            OutputStream out = Channels.newOutputStream(channel);
            var requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /n/").append(i).append(" HTTP/1.1\r\nHost: x\r\n");
                requests.append(i == 49 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            out.write(requests.toString().getBytes(UTF_8));
            String answers = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
            int at = 0;
            for (int i = 0; i < 50; i++) {
                at = answers.indexOf("<" + i + ">", at);
                assertTrue(at > 0, "answer " + i + " is missing or late");
            }
        }
    }

    @Test
    void half_close_of_a_hijacked_connection_ends_the_input_and_not_the_output() throws IOException {
        router.post("/attach", (request, response) -> {
            assertEquals(Map.of("a", 1), request.json(Map.class));
            var streams = response.hijack("application/vnd.docker.raw-stream");
            byte[] all = streams.in().readAllBytes();
            for (int i = 0; i < 100; i++) {
                streams.out().write(all);
            }
        });
        byte[] input = new byte[100_000];
        new Random(2).nextBytes(input);
        try (var streams = client.hijack(Call.post(Target.of("/attach"), Map.of("a", 1)))) {
            streams.out().write(input);
            streams.endInput();
            byte[] output = streams.in().readAllBytes();
            assertEquals(100 * input.length, output.length);
            assertArrayEquals(input, java.util.Arrays.copyOfRange(output, 99 * input.length, output.length));
        }
    }

    @Test
    void an_error_for_one_that_wants_to_hijack_is_an_ordinary_answer() {
        router.post("/attach", (request, response) -> {
            throw EngineException.notFound("No such container: x");
        });
        var e = assertThrows(EngineException.class, () -> client.hijack(Call.post(Target.of("/attach"))));
        assertEquals("No such container: x", e.getMessage());
    }

    @Test
    void what_is_written_comes_at_once_and_without_a_flush() throws IOException {
        var goOn = new CountDownLatch(1);
        router.get("/events", (request, response) -> {
            var lines = response.jsonLines(200);
            lines.write(Map.of("n", 1));
            goOn.await();
            lines.write(Map.of("n", 2));
        });
        try (var reply = client.open(Call.get(Target.of("/events")))) {
            var values = reply.values(Map.class);
            assertEquals(Map.of("n", 1), values.next());
            goOn.countDown();
            assertEquals(Map.of("n", 2), values.next());
            assertTrue(!values.hasNext());
        }
    }

    @Test
    void the_handler_learns_that_its_client_has_gone() throws IOException {
        var gone = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        router.get("/follow", (request, response) -> {
            request.whenGone(() -> {
                gone.set(true);
                end.countDown();
            });
            response.jsonLines(200).write(Map.of());
            begun.countDown();
            end.await();
        });
        client.open(Call.get(Target.of("/follow"))).close();
        await().until(gone::get);
        assertEquals(0, begun.getCount());
    }

    @Test
    void the_event_loop_rests_while_an_exchange_goes_on_whose_client_has_gone() throws Exception {
        var begun = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        router.get("/wait", (request, response) -> {
            request.whenGone(gone::countDown);
            begun.countDown();
            end.await();
            response.empty(200);
        });
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            socket.write(UTF_8.encode("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"));
            begun.await();
        }
        gone.await();
        long before = cpuOfEventLoop();
        await().during(java.time.Duration.ofMillis(500)).until(() -> true);
        long spent = cpuOfEventLoop() - before;
        end.countDown();
        assertTrue(spent < 100_000_000, "the event loop spent " + spent + " ns on nothing");
    }

    private static long cpuOfEventLoop() {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        return java.util.Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(each -> each != null && each.getThreadName().startsWith("http-"))
                .mapToLong(each -> Math.max(0, threads.getThreadCpuTime(each.getThreadId())))
                .sum();
    }

    @Test
    void a_client_that_goes_when_it_has_its_answer_leaves_no_connection() {
        router.get("/x", (request, response) -> response.json(Map.of()));
        long before = sockets();
        for (int i = 0; i < 500; i++) {
            client.run(Call.get(Target.of("/x")));
        }
        await().untilAsserted(
                        () -> assertTrue(sockets() <= before, () -> "sockets left open: " + (sockets() - before)));
    }

    private static long sockets() {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(HttpServerTest::isSocket).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_client_that_does_not_read_holds_the_writer_and_not_the_memory() throws Exception {
        var written = new java.util.concurrent.atomic.AtomicLong();
        var failed = new AtomicBoolean();
        router.get("/flood", (request, response) -> {
            OutputStream out = response.stream(200, "application/octet-stream");
            byte[] piece = new byte[8192];
            try {
                for (int i = 0; i < 100_000; i++) {
                    out.write(piece);
                    written.addAndGet(piece.length);
                }
            } catch (IOException e) {
                failed.set(true);
            }
        });
        try (var reply = client.open(Call.get(Target.of("/flood")))) {
            assertEquals(8192, reply.body().readNBytes(8192).length);
            await().during(java.time.Duration.ofMillis(300)).until(() -> written.get() < 8 << 20);
        }
        await().until(failed::get);
    }

    @Test
    void a_body_without_a_length_is_read_in_chunks() {
        router.post("/load", (request, response) -> {
            var all = new ByteArrayOutputStream();
            request.body().transferTo(all);
            response.json(Map.of("length", all.size()));
        });
        var call = Call.upload(
                "POST", Target.of("/load"), "application/x-tar", new ByteArrayInputStream(new byte[3_000_000]));
        assertEquals(Map.of("length", 3_000_000), client.read(call, Map.class));
    }

    @Test
    void each_side_knows_the_process_of_the_other() {
        router.get(
                "/peer",
                (request, response) ->
                        response.json(Map.of("pid", request.peer().pid())));
        int own = Math.toIntExact(ProcessHandle.current().pid());
        assertEquals(Map.of("pid", own), client.get(Target.of("/peer"), Map.class));
        assertEquals(own, EnginePeer.of(server.socket()).pid());
    }
}
