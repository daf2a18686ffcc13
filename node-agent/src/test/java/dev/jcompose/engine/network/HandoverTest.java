package dev.jcompose.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.engine.network.NetworkLab.Box;
import dev.jcompose.engine.network.NetworkLab.Wish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs root: a published port on its way from a container to the one that replaces it. */
@Tag("root")
class HandoverTest extends InLab {
    private static final Wish WISH = Wish.on("front").publish("80/tcp", "", "8080");

    private Box before;

    @BeforeEach
    void oneContainerIsThere() {
        lab.network("{\"Name\":\"front\"}");
        before = lab.box("before", WISH);
        lab.listen(before.namespace(), "0.0.0.0", 80, "before");
    }

    private Box after() {
        Box after = lab.successor("after", before, WISH);
        lab.listen(after.namespace(), "0.0.0.0", 80, "after");
        return after;
    }

    private String whoAnswers() {
        String outside = lab.call(lab.neighbour, NetworkLab.HOST, 8080).replaceFirst(" .*", "");
        String local = lab.call(lab.host, "127.0.0.1", 8080).replaceFirst(" .*", "");
        String six = lab.call(lab.host, "::1", 8080).replaceFirst(" .*", "");
        return outside + " " + local + " " + six;
    }

    private void isTakenBy(String name) {
        var taken = assertThrows(EngineException.class, () -> lab.box("third", WISH));
        assertEquals(ErrorKind.CONFLICT, taken.kind());
        assertTrue(taken.getMessage().contains("container " + name + " has published it"), taken::getMessage);
    }

    @Test
    void aPortLeadsToItsOldContainerUntilItIsHandedOverAndIsFreeAtNoInstant() {
        Box after = after();
        assertEquals("before before before", whoAnswers());
        lab.networks.takeOver(after.id());
        assertEquals("after after after", whoAnswers());
        lab.networks.takeOver(after.id());
        lab.networks.detach(before.id());
        assertEquals("after after after", whoAnswers());
        isTakenBy("after");
        lab.networks.detach(after.id());
        lab.box("third", WISH);
    }

    @Test
    void anEndOfTheOldContainerHandsItsPortsOver() {
        after();
        lab.networks.detach(before.id());
        assertEquals("after after after", whoAnswers());
        isTakenBy("after");
    }

    @Test
    void anEndOfTheNewContainerLeavesThePortsWhereTheyAre() {
        Box after = after();
        lab.networks.detach(after.id());
        assertEquals("before before before", whoAnswers());
        isTakenBy("before");
    }

    @Test
    void anEndWhileItTakesOverLeavesNobodyAtItsPorts() throws Exception {
        Box after = after();
        store.hold();
        var taking = Thread.startVirtualThread(() -> lab.networks.takeOver(after.id()));
        Awaitility.await().until(store::holdsSomething);
        var ending = Thread.startVirtualThread(() -> lab.networks.detach(after.id()));
        Awaitility.await().until(() -> !ending.isAlive() || waitsForTheHandover(ending));
        store.release();
        taking.join();
        ending.join();
        assertEquals("refused", lab.call(lab.host, "127.0.0.1", 8080));
        assertEquals("refused", lab.call(lab.host, "::1", 8080));
        assertEquals(List.of(before.id()), lab.networks.attachedIds());
    }

    private static boolean waitsForTheHandover(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Handover.class.getName()));
    }

    @Test
    void aConnectOfTheOldContainerWhileItHandsOverBringsNoPortBack() throws Exception {
        lab.network("{\"Name\":\"back\"}");
        var first = Json.read("{\"GwPriority\":1}".getBytes(StandardCharsets.UTF_8), EndpointSettings.class);
        Box after = after();
        store.hold();
        // Its published ports are to lead to its address on the other network then.
        var joining = Thread.startVirtualThread(() -> lab.networks.connect("back", before.id(), WISH.request(), first));
        Awaitility.await().until(store::holdsSomething);
        var taking = Thread.startVirtualThread(() -> lab.networks.takeOver(after.id()));
        Awaitility.await().until(() -> !taking.isAlive() || waitsForTheHandover(taking));
        store.release();
        joining.join();
        taking.join();
        assertEquals("after after after", whoAnswers());
        lab.restart();
        assertEquals("after after after", whoAnswers());
        lab.networks.detach(before.id());
        assertEquals("after after after", whoAnswers());
        assertEquals(List.of(after.id()), lab.networks.attachedIds());
    }

    @Test
    void aHandoverHoldsOverARestartOfTheDaemonBeforeAndAfterIt() {
        Box after = after();
        lab.restart();
        assertEquals("before before before", whoAnswers());
        lab.networks.takeOver(after.id());
        lab.restart();
        assertEquals("after after after", whoAnswers());
    }

    @Test
    void connectionsThatAreOpenStayWithTheOldContainerAndADrainWaitsForThem() throws Exception {
        Box old = lab.box("echo", Wish.on("front").publish("90/tcp", "", "9090"));
        ServerSocket server = old.namespace().run(() -> new ServerSocket(90));
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(server), Thread::startVirtualThread);
        Box next = lab.successor("next", old, Wish.on("front").publish("90/tcp", "", "9090"));
        lab.listen(next.namespace(), "0.0.0.0", 90, "next");
        CompletableFuture<Void> drained;
        try (Socket open = lab.host.run(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), 9090))) {
            assertEquals(7, ask(open, 7));
            lab.networks.takeOver(next.id());
            assertEquals(9, ask(open, 9));
            assertTrue(lab.call(lab.host, "127.0.0.1", 9090).startsWith("next"));
            drained = CompletableFuture.runAsync(() -> drain(old), Thread::startVirtualThread);
            assertEquals(11, ask(open, 11));
            assertTrue(!drained.isDone());
        }
        drained.join();
        server.close();
        echo.join();
    }

    private void drain(Box box) {
        try {
            lab.networks.drain(box.id(), Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int ask(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    private static void echo(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
