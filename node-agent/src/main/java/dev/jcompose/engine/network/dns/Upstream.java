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
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the servers outside, one after another, and hands their answers back as they are. */
public final class Upstream {
    /** Opens a socket in the host's namespace. */
    public interface Opener {
        <T> T open(Callable<T> socket);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int PORT = 53;
    private static final int TIMEOUT_MILLIS = 2500;
    private static final int ROUNDS = 2;
    private static final int LARGEST = 65535;

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

    Optional<byte[]> byUdp(byte[] query) {
        for (int round = 0; round < ROUNDS; round++) {
            for (var server : servers.get()) {
                try (var socket = opener.open(DatagramSocket::new)) {
                    socket.setSoTimeout(TIMEOUT_MILLIS);
                    // Connected, so that only the server's own answers come in and its refusal is seen at once.
                    socket.connect(new InetSocketAddress(server, PORT));
                    socket.send(new DatagramPacket(query, query.length));
                    var answer = new DatagramPacket(new byte[LARGEST], LARGEST);
                    do {
                        socket.receive(answer);
                    } while (!answers(query, answer.getData()));
                    return Optional.of(Arrays.copyOf(answer.getData(), answer.getLength()));
                } catch (IOException e) {
                    LOG.debug("Name server {} did not answer", server, e);
                }
            }
        }
        return Optional.empty();
    }

    Optional<byte[]> byTcp(byte[] query) {
        for (var server : servers.get()) {
            try (var socket = opener.open(Upstream::stream)) {
                socket.connect(new InetSocketAddress(server, PORT), TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                write(new DataOutputStream(socket.getOutputStream()), query);
                return Optional.of(read(new DataInputStream(socket.getInputStream())));
            } catch (IOException e) {
                LOG.debug("Name server {} did not answer by TCP", server, e);
            }
        }
        return Optional.empty();
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

    private static boolean answers(byte[] query, byte[] answer) {
        return query[0] == answer[0] && query[1] == answer[1];
    }
}
