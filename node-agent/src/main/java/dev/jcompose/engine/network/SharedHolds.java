package dev.jcompose.engine.network;

import dev.jcompose.linux.Native;
import dev.jcompose.linux.Socket;
import dev.jcompose.linux.process.ForeignSockets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Copies of the sockets by which a container's monitor holds its published ports, for its successor: a port that both hold is
 * free at no instant, whichever of them ends first.
 */
final class SharedHolds implements AutoCloseable {
    private final Map<PublishedPort, Integer> descriptors = new LinkedHashMap<>();

    static SharedHolds none() {
        return new SharedHolds();
    }

    /** Those that the process {@code monitor} has of {@code published}. */
    static SharedHolds of(int monitor, List<PublishedPort> published) {
        var shared = new SharedHolds();
        for (int fd : ForeignSockets.copy(monitor)) {
            var port = published.stream()
                    .filter(each -> !shared.descriptors.containsKey(each) && isHeldBy(fd, each))
                    .findFirst();
            port.ifPresentOrElse(each -> shared.descriptors.put(each, fd), () -> Native.close(fd));
        }
        return shared;
    }

    private static boolean isHeldBy(int fd, PublishedPort port) {
        int type = port.protocol().equals("udp") ? Socket.SOCK_DGRAM : Socket.SOCK_STREAM;
        return Socket.ipAddress(fd)
                .filter(bound -> bound.getPort() == port.port()
                        && bound.getAddress().equals(port.ip())
                        && Socket.type(fd) == type)
                .isPresent();
    }

    /** What fulfils the whole wish, with its descriptors added to {@code into}; empty where nothing does. */
    List<PublishedPort> take(PortWish wish, List<Integer> into) {
        var candidates = descriptors.keySet().stream()
                .mapToInt(PublishedPort::port)
                .distinct()
                .filter(port -> wish.first() == 0 || (wish.first() <= port && port <= wish.last()));
        return candidates
                .mapToObj(port -> common(wish, port))
                .filter(ports -> ports.size() == wish.addresses().size())
                .findFirst()
                .map(ports -> {
                    ports.forEach(port -> into.add(Objects.requireNonNull(descriptors.remove(port))));
                    return ports;
                })
                .orElse(List.of());
    }

    private List<PublishedPort> common(PortWish wish, int port) {
        var common = new ArrayList<PublishedPort>();
        IntStream.range(0, wish.addresses().size())
                .mapToObj(
                        i -> new PublishedPort(wish.protocol(), wish.addresses().get(i), port, wish.containerPort()))
                .filter(descriptors::containsKey)
                .forEach(common::add);
        return common;
    }

    /** Closes what nobody took. */
    @Override
    public void close() {
        descriptors.values().forEach(Native::close);
        descriptors.clear();
    }
}
