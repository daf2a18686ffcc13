package dev.jcompose.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.image.Progress;
import dev.jcompose.http.HttpServer;
import dev.jcompose.http.Router;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressStreamTest {
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
    void close() throws Exception {
        server.close();
    }

    @Test
    void aFailureAfterTheFirstLineIsALineOfItsOwnAlsoWhereNobodyForesawIt() throws Exception {
        router.post(
                "/x",
                (request, response) -> ProgressStream.run(request, response, progress -> {
                    progress.send(Progress.status("begun"));
                    throw new IllegalStateException("a hole in the program");
                }));
        try (var answer = client.open(Call.post(Target.of("/x")))) {
            String[] lines = new String(answer.body().readAllBytes(), UTF_8).split("\r\n");
            assertEquals(2, lines.length);
            assertTrue(lines[1].contains("\"error\":") && lines[1].contains("a hole in the program"), lines[1]);
        }
    }

    @Test
    void aFailureBeforeTheFirstLineIsAnOrdinaryError() {
        router.post(
                "/x",
                (request, response) -> ProgressStream.run(request, response, progress -> {
                    throw EngineException.conflict("taken");
                }));
        var e = assertThrows(EngineException.class, () -> client.run(Call.post(Target.of("/x"))));
        assertEquals(ErrorKind.CONFLICT, e.kind());
    }

    @Test
    void theWorkIsBrokenOffWhereTheClientGoesAway() throws Exception {
        var brokenOff = new CompletableFuture<Boolean>();
        router.post(
                "/x",
                (request, response) -> ProgressStream.run(request, response, progress -> {
                    progress.send(Progress.status("begun"));
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        brokenOff.complete(true);
                    }
                }));
        try (var answer = client.open(Call.post(Target.of("/x")))) {
            assertEquals('{', answer.body().read());
        }
        assertTrue(brokenOff.get(10, TimeUnit.SECONDS));
    }
}
