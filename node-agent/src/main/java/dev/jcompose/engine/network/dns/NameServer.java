package dev.jcompose.engine.network.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name server whose sockets live in a container's namespace, on a loopback address and a port of the kernel's choice. Virtual
 * threads serve it; answers of the zone are given at once, those from outside by a thread each.
 */
public final class NameServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final int LARGEST_QUERY = 4096;
    private static final int LARGEST_ANSWER = 65535;

    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;

    private NameServer(DatagramChannel udp, ServerSocketChannel tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Opens the sockets; to be called in the namespace of the container. Nothing is answered yet. */
    public static NameServer open(InetAddress address) throws IOException {
        var udp = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            udp.bind(new InetSocketAddress(address, 0));
            var tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
            tcp.bind(new InetSocketAddress(address, 0));
            return new NameServer(udp, tcp);
        } catch (IOException e) {
            udp.close();
            throw e;
        }
    }

    public int udpPort() {
        return udp.socket().getLocalPort();
    }

    public int tcpPort() {
        return tcp.socket().getLocalPort();
    }

    /** Begins to answer. */
    public void serve(String container, Zone zone, Upstream upstream) {
        var answers = new Resolution(zone, upstream);
        Thread.ofVirtual().name("dns udp " + container).start(() -> receive(answers));
        Thread.ofVirtual().name("dns tcp " + container).start(() -> accept(answers));
    }

    private void receive(Resolution answers) {
        var buffer = ByteBuffer.allocate(LARGEST_QUERY);
        while (udp.isOpen()) {
            try {
                buffer.clear();
                var asker = udp.receive(buffer);
                var query = Arrays.copyOf(buffer.array(), buffer.position());
                var question = Question.parse(query);
                if (question.isEmpty()) {
                    continue;
                }
                var known = answers.local(query, question.get(), question.get().limit());
                if (known.isPresent()) {
                    udp.send(ByteBuffer.wrap(known.get()), asker);
                } else {
                    Thread.startVirtualThread(() -> send(answers.outward(query, question.get(), false), asker));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A query by UDP came to nothing", e);
            }
        }
    }

    private void send(byte[] answer, SocketAddress asker) {
        try {
            udp.send(ByteBuffer.wrap(answer), asker);
        } catch (IOException e) {
            LOG.debug("An asker is gone", e);
        }
    }

    private void accept(Resolution answers) {
        while (tcp.isOpen()) {
            try {
                var asker = tcp.accept();
                Thread.startVirtualThread(() -> converse(asker, answers));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A connection by TCP came to nothing", e);
            }
        }
    }

    private static void converse(SocketChannel asker, Resolution answers) {
        try (asker) {
            var in = new DataInputStream(Channels.newInputStream(asker));
            var out = new DataOutputStream(Channels.newOutputStream(asker));
            while (true) {
                var query = Upstream.read(in);
                var question = Question.parse(query);
                if (question.isEmpty()) {
                    return;
                }
                var known = answers.local(query, question.get(), LARGEST_ANSWER);
                Upstream.write(out, known.isPresent() ? known.get() : answers.outward(query, question.get(), true));
            }
        } catch (IOException e) {
            LOG.trace("An asker went away", e);
        }
    }

    @Override
    public void close() {
        try (udp;
                tcp) {
            LOG.trace("Closing a name server");
        } catch (IOException e) {
            LOG.debug("A name server did not close cleanly", e);
        }
    }

    /** What to say to a question. */
    private record Resolution(Zone zone, Upstream upstream) {

        Optional<byte[]> local(byte[] query, Question question, int limit) {
            if (question.type() == Question.PTR) {
                var names = question.reverse().map(zone::names).orElse(List.of());
                return names.isEmpty() ? Optional.empty() : Optional.of(Answer.names(query, question, names, limit));
            }
            return zone.addresses(question.name())
                    .map(all -> Answer.addresses(query, question, ofType(all, question.type()), limit));
        }

        byte[] outward(byte[] query, Question question, boolean tcp) {
            if (!upstream.isOpen()) {
                return Answer.status(query, question, Answer.NO_SUCH_NAME);
            }
            var answer = tcp ? upstream.byTcp(query) : upstream.byUdp(query);
            return answer.orElseGet(() -> Answer.status(query, question, Answer.SERVER_FAILURE));
        }

        /** Each answer begins with another one, so that askers who take the first spread over all. */
        private static List<InetAddress> ofType(List<InetAddress> all, int type) {
            var fitting = all.stream()
                    .filter(each -> switch (type) {
                        case Question.A -> each instanceof Inet4Address;
                        case Question.AAAA -> each instanceof Inet6Address;
                        case Question.ANY -> true;
                        default -> false;
                    })
                    .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
            if (fitting.size() > 1) {
                java.util.Collections.rotate(
                        fitting, ThreadLocalRandom.current().nextInt(fitting.size()));
            }
            return fitting;
        }
    }
}
