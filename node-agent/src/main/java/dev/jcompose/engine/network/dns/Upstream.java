package dev.jcompose.engine.network.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the servers outside, one after another, and hands their answers back as they are. One that fails or refuses is no reason
 * not to ask the next, as a resolver on the host would.
 */
public final class Upstream {
    /** Opens a socket in the host's namespace. */
    public interface Opener {
        <T> T open(Callable<T> socket);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int PORT = 53;
    /** For all tries of a question: askers give up after five seconds, and are to hear before that nobody answers. */
    private static final int PATIENCE_MILLIS = 4000;

    private static final int LEAST_MILLIS = 500;
    private static final int ROUNDS = 2;
    private static final int LARGEST = 65535;
    private static final int STATUS_BYTE = 3;
    private static final int STATUS_MASK = 15;
    private static final Set<Integer> FAILURES = Set.of(Answer.SERVER_FAILURE, Answer.REFUSED);

    private final Supplier<List<InetAddress>> servers;
    private final Opener opener;

    /** {@code servers} is asked for each query; none of them means that this container may not ask outward. */
    public Upstream(Supplier<List<InetAddress>> servers, Opener opener) {
        this.servers = servers;
        this.opener = opener;
    }

    boolean isOpen() {
        return !servers.get().isEmpty();
    }

    /** Empty where nobody answered. */
    Optional<byte[]> byUdp(byte[] query) {
        Optional<byte[]> refused = Optional.empty();
        var all = servers.get();
        for (int round = 0; round < ROUNDS && refused.isEmpty(); round++) {
            for (var server : all) {
                try (var socket = opener.open(DatagramSocket::new)) {
                    socket.setSoTimeout(patience(ROUNDS * all.size()));
                    // Connected, so that only the server's own answers come in and its refusal is seen at once.
                    socket.connect(new InetSocketAddress(server, PORT));
                    socket.send(new DatagramPacket(query, query.length));
                    var answer = new DatagramPacket(new byte[LARGEST], LARGEST);
                    do {
                        socket.receive(answer);
                    } while (!answers(query, answer.getData()));
                    var message = Arrays.copyOf(answer.getData(), answer.getLength());
                    if (!refuses(message)) {
                        return Optional.of(message);
                    }
                    refused = Optional.of(message);
                } catch (IOException e) {
                    LOG.debug("Name server {} did not answer", server, e);
                }
            }
        }
        return refused;
    }

    /** As {@link #byUdp}. */
    Optional<byte[]> byTcp(byte[] query) {
        Optional<byte[]> refused = Optional.empty();
        var all = servers.get();
        for (var server : all) {
            try (var socket = opener.open(Upstream::stream)) {
                socket.connect(new InetSocketAddress(server, PORT), patience(all.size()));
                socket.setSoTimeout(patience(all.size()));
                write(new DataOutputStream(socket.getOutputStream()), query);
                var message = read(new DataInputStream(socket.getInputStream()));
                if (!refuses(message)) {
                    return Optional.of(message);
                }
                refused = Optional.of(message);
            } catch (IOException e) {
                LOG.debug("Name server {} did not answer by TCP", server, e);
            }
        }
        return refused;
    }

    private static int patience(int tries) {
        return Math.max(LEAST_MILLIS, PATIENCE_MILLIS / tries);
    }

    static byte[] read(DataInputStream in) throws IOException {
        var message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    static void write(DataOutputStream out, byte[] message) throws IOException {
        var framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
        out.flush();
    }

    /** A {@code java.net.Socket} makes its descriptor late, on whatever thread connects it: a bound one has it already. */
    private static Socket stream() throws IOException {
        var socket = new Socket();
        socket.bind(null);
        return socket;
    }

    private static boolean refuses(byte[] answer) {
        return answer.length > STATUS_BYTE && FAILURES.contains(answer[STATUS_BYTE] & STATUS_MASK);
    }

    private static boolean answers(byte[] query, byte[] answer) {
        return query[0] == answer[0] && query[1] == answer[1];
    }
}
