package dev.jcompose.engine.network;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.container.HostConfig.Reach;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkInspect;
import dev.jcompose.api.network.NetworkingConfig;
import dev.jcompose.api.network.PortBinding;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.container.Connectivity;
import dev.jcompose.engine.event.Events;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netlink.Rtnetlink;
import dev.jcompose.linux.netlink.Veth;
import dev.jcompose.linux.netns.NetworkNamespace;
import dev.jcompose.store.StateStore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host and a neighbour of it, each a network namespace, and an engine's networks in the host. Containers are namespaces in
 * which threads of the test listen and connect.
 */
@SuppressWarnings("try") // a test may be interrupted while it clears up
final class NetworkLab implements AutoCloseable {
    static final String HOST = "192.0.2.2";
    static final String NEIGHBOUR = "192.0.2.3";
    static final String LAN = "10.77.0.2";
    private static final int PATIENCE_MILLIS = 1500;

    final NetworkNamespace host;
    final NetworkNamespace neighbour;

    /** Another network that the host has a leg in. */
    final NetworkNamespace lan;

    final HostSide side;
    final StateStore store;
    final Path run;
    Networks networks;
    private final List<AutoCloseable> open = new ArrayList<>();
    private int number;

    NetworkLab(Path folder, StateStore store) {
        this.store = store;
        this.run = folder.resolve("run");
        host = new NetworkNamespace(folder.resolve("host"));
        neighbour = new NetworkNamespace(folder.resolve("neighbour"));
        NetworkNamespace.create(host.path(), () -> true);
        lan = new NetworkNamespace(folder.resolve("lan"));
        NetworkNamespace.create(neighbour.path(), () -> true);
        NetworkNamespace.create(lan.path(), () -> true);
        cable();
        side = HostSide.in(host);
        // A new namespace takes the sysctls of the machine, on which others may have turned forwarding on.
        side.writeSysctl("net/ipv4/ip_forward", "0");
        side.writeSysctl("net/ipv6/conf/all/forwarding", "0");
        run.toFile().mkdirs();
        networks = start(false);
    }

    private void cable() {
        host.run(() -> {
            try (var links = Rtnetlink.open()) {
                links.up(links.link("lo").orElseThrow().index());
            }
            return true;
        });
        cable("eth0", neighbour, HOST, NEIGHBOUR, 24);
        cable("eth1", lan, "10.77.0.1", LAN, 24);
        host.run(() -> {
            try (var links = Rtnetlink.open()) {
                int eth0 = links.link("eth0").orElseThrow().index();
                links.addAddress(eth0, IpPrefix.parse("fd00:9::2/64"));
                links.route(IpPrefix.parse("0.0.0.0/0"), InetAddress.ofLiteral(NEIGHBOUR), eth0);
                links.route(IpPrefix.parse("::/0"), InetAddress.ofLiteral("fd00:9::3"), eth0);
            }
            return true;
        });
        neighbour.run(() -> {
            try (var links = Rtnetlink.open()) {
                int eth0 = links.link("eth0").orElseThrow().index();
                links.addAddress(eth0, IpPrefix.parse("fd00:9::3/64"));
                // It tries to get at containers, and at the other side of the host, directly.
                links.route(IpPrefix.parse("172.16.0.0/12"), InetAddress.ofLiteral(HOST), eth0);
                links.route(IpPrefix.parse("10.77.0.0/24"), InetAddress.ofLiteral(HOST), eth0);
                links.route(IpPrefix.parse("fd00::/8"), InetAddress.ofLiteral("fd00:9::2"), eth0);
            }
            return true;
        });
        lan.run(() -> {
            try (var links = Rtnetlink.open()) {
                int eth0 = links.link("eth0").orElseThrow().index();
                links.route(IpPrefix.parse("0.0.0.0/0"), InetAddress.ofLiteral("10.77.0.1"), eth0);
            }
            return true;
        });
    }

    /** A cable from a new link of the host to eth0 of another namespace. */
    private void cable(String link, NetworkNamespace other, String here, String there, int length) {
        host.run(() -> {
            try (var links = Rtnetlink.open()) {
                int fd = Native.open(other.path(), Native.O_RDONLY, 0);
                links.createVeth(new Veth(link, "eth0", Bridges.mac(InetAddress.ofLiteral(there)), 1400, 0, fd));
                Native.close(fd);
                links.addAddress(links.link(link).orElseThrow().index(), IpPrefix.parse(here + "/" + length));
            }
            return true;
        });
        other.run(() -> {
            try (var links = Rtnetlink.open()) {
                links.up(links.link("lo").orElseThrow().index());
                int eth0 = links.link("eth0").orElseThrow().index();
                links.addAddress(eth0, IpPrefix.parse(there + "/" + length));
                links.up(eth0);
            }
            return true;
        });
    }

    private Networks start(boolean openObstacles) {
        var started = new Networks(new EngineConfig(run, run, "0a1b2c", List.of()), store, side, new Events());
        started.restore(openObstacles);
        return started;
    }

    /** What kill -9 and a new daemon do: nothing of the old one is asked to clean up. */
    void restart() {
        networks.close();
        begin();
    }

    /** The next daemon begins, where the one before has ended. */
    void begin() {
        networks = start(false);
    }

    /** The next daemon may let containers through the firewalls of others. */
    void restartOpeningObstacles() {
        networks.close();
        networks = start(true);
    }

    NetworkInspect network(String json) {
        return networks.create(Json.read(json.getBytes(StandardCharsets.UTF_8), CreateNetwork.class));
    }

    /** A running container. */
    Box box(String name, Wish wish) {
        var id = Ids.of(name + number++);
        var joined = networks.attach(id, name, name + "-host", wish.request());
        joined.await();
        return new Box(id, name, new NetworkNamespace(java.util.Objects.requireNonNull(joined.namespace())), joined);
    }

    /** A running container that is to follow another one; this process plays the other one's monitor. */
    Box successor(String name, Box of, Wish wish) {
        networks.succeed(
                Ids.of(name + number), of.id(), (int) ProcessHandle.current().pid());
        return box(name, wish);
    }

    record Box(String id, String name, NetworkNamespace namespace, Connectivity.Joined joined) {}

    /** What a container asks for. */
    record Wish(
            Map<String, @Nullable EndpointSettings> networks,
            Map<String, List<PortBinding>> ports,
            List<String> extra,
            List<String> dns,
            List<String> links) {
        static Wish on(String... networks) {
            var all = new LinkedHashMap<String, @Nullable EndpointSettings>();
            for (var each : networks) {
                all.put(each, EndpointSettings.DEFAULT);
            }
            return new Wish(all, Map.of(), List.of(), List.of(), List.of());
        }

        Wish publish(String containerPort, String hostIp, String hostPort) {
            var all = new LinkedHashMap<String, List<PortBinding>>(ports);
            all.put(containerPort, List.of(new PortBinding(hostIp, hostPort)));
            return new Wish(networks, all, extra, dns, links);
        }

        Wish with(String network, String endpointJson) {
            var all = new LinkedHashMap<String, @Nullable EndpointSettings>(networks);
            all.put(network, Json.read(endpointJson.getBytes(StandardCharsets.UTF_8), EndpointSettings.class));
            return new Wish(all, ports, extra, dns, links);
        }

        Wish extraHost(String text) {
            return new Wish(networks, ports, List.of(text), dns, links);
        }

        Wish dns(String... servers) {
            return new Wish(networks, ports, extra, List.of(servers), links);
        }

        /** Docker's old {@code --link}. */
        Wish link(String containerAndAlias) {
            return new Wish(networks, ports, extra, dns, List.of(containerAndAlias));
        }

        CreateContainer request() {
            var mode = networks.isEmpty() ? "" : networks.keySet().iterator().next();
            var reach = new Reach(new LinkedHashMap<>(ports), false, dns, List.of(), List.of(), extra, links);
            var config = HostConfig.DEFAULT
                    .withNamespaces(new Namespaces(mode, "", "", "", "", "", ""))
                    .withReach(reach);
            return new CreateContainer(ContainerConfig.EMPTY, config, new NetworkingConfig(networks));
        }
    }

    /** Listens in a namespace and tells everybody who connects {@code greeting} and the address that was seen. */
    void listen(NetworkNamespace namespace, String address, int port, String greeting) {
        var server = namespace.run(() -> {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return socket;
        });
        open.add(server);
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    var seen = client.getInetAddress().getHostAddress();
                    client.getOutputStream().write((greeting + " " + seen).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** Answers every datagram in a namespace with {@code answer}. */
    void echo(NetworkNamespace namespace, int port, String answer) {
        var socket = namespace.run(() -> new DatagramSocket(port));
        open.add(socket);
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[100], 100);
                    socket.receive(packet);
                    var bytes = answer.getBytes(StandardCharsets.UTF_8);
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        });
    }

    /** Sends a datagram and gives the answer, or {@code silent}. */
    static String ask(DatagramSocket client, String address, int port) throws IOException {
        client.setSoTimeout(PATIENCE_MILLIS);
        client.send(new DatagramPacket(new byte[] {1}, 1, InetAddress.ofLiteral(address), port));
        var packet = new DatagramPacket(new byte[100], 100);
        try {
            client.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            return "silent";
        }
    }

    /** A name server on the other side of the host that refuses every question by UDP. */
    void refusingNameServer() {
        var udp = lan.run(() -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(LAN), 53)));
        open.add(udp);
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[600], 600);
                    udp.receive(packet);
                    var answer = DnsClient.refusal(Arrays.copyOf(packet.getData(), packet.getLength()));
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        });
    }

    /** A name server at the neighbour that answers every A question with 203.0.113.7, by UDP and TCP. */
    void outsideNameServer() {
        var udp = neighbour.run(() -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(NEIGHBOUR), 53)));
        var tcp = neighbour.run(() -> new ServerSocket(53, 5, InetAddress.ofLiteral(NEIGHBOUR)));
        open.add(udp);
        open.add(tcp);
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[600], 600);
                    udp.receive(packet);
                    var answer = DnsClient.answer(Arrays.copyOf(packet.getData(), packet.getLength()), "203.0.113.7");
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        });
        Thread.startVirtualThread(() -> {
            while (!tcp.isClosed()) {
                try (var client = tcp.accept()) {
                    var in = new DataInputStream(client.getInputStream());
                    var answer = DnsClient.answer(in.readNBytes(in.readUnsignedShort()), "203.0.113.8");
                    var out = new DataOutputStream(client.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** The greeting that a connection from a namespace gets, or {@code refused} or {@code silent}. */
    String call(NetworkNamespace from, String address, int port) {
        return from.run(() -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (java.net.SocketTimeoutException e) {
                return "silent";
            } catch (IOException e) {
                return "refused";
            }
        });
    }

    /** The address of a box on its first network. */
    String address(Box box) {
        var settings =
                networks.settings(box.id(), "web", "", Wish.on().request()).networks();
        return settings.values().iterator().next().address().ipAddress();
    }

    @Override
    public void close() throws Exception {
        for (var each : open) {
            each.close();
        }
        for (var sandbox : List.copyOf(networks.attachedIds())) {
            networks.detach(sandbox);
        }
        networks.close();
        side.close();
        neighbour.delete();
        lan.delete();
        host.delete();
        store.close();
    }
}
