package dev.jcompose.engine.network;

import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netns.NetworkNamespace;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks 127.0.0.11 in a namespace, and spells the answer: {@code 0 [172.18.0.2]}, the code first. */
final class DnsClient {
    static final int A = 1;
    static final int PTR = 12;
    static final int AAAA = 28;
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.11"), 53);

    private DnsClient() {}

    static String udp(NetworkNamespace namespace, String name, int type) {
        return namespace.run(() -> {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(4000);
                socket.connect(SERVER);
                var query = query(name, type);
                socket.send(new DatagramPacket(query, query.length));
                var answer = new DatagramPacket(new byte[65535], 65535);
                socket.receive(answer);
                return spell(Arrays.copyOf(answer.getData(), answer.getLength()));
            }
        });
    }

    static String tcp(NetworkNamespace namespace, String name, int type) {
        return namespace.run(() -> {
            try (var socket = new Socket()) {
                socket.connect(SERVER, 4000);
                socket.setSoTimeout(4000);
                var query = query(name, type);
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(query.length);
                out.write(query);
                var in = new DataInputStream(socket.getInputStream());
                return spell(in.readNBytes(in.readUnsignedShort()));
            }
        });
    }

    private static byte[] query(String name, int type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(0x1234);
        out.writeShort(0x0100);
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        for (var label : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(type);
        out.writeShort(1);
        return bytes.toByteArray();
    }

    /** What a server that knows one address says. */
    static byte[] answer(byte[] query, String address) throws IOException {
        var out = ByteBuffer.allocate(query.length + 16);
        out.put(query);
        out.putShort(2, (short) 0x8180).putShort(6, (short) 1);
        out.putShort((short) 0xc00c)
                .putShort((short) A)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) 4);
        out.put(InetAddress.ofLiteral(address).getAddress());
        return out.array();
    }

    /** What a server that will not say anything says. */
    static byte[] refusal(byte[] query) {
        var out = query.clone();
        ByteBuffer.wrap(out).putShort(2, (short) 0x8185);
        return out;
    }

    private static String spell(byte[] message) throws IOException {
        var in = ByteBuffer.wrap(message);
        int flags = Short.toUnsignedInt(in.getShort(2));
        int answers = in.getShort(6);
        in.position(12);
        name(in);
        in.getInt();
        List<String> spelled = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            in.getShort();
            int type = in.getShort();
            in.getShort();
            in.getInt();
            int length = in.getShort();
            if (type == PTR) {
                spelled.add(name(in));
            } else {
                var ip = new byte[length];
                in.get(ip);
                spelled.add(IpPrefix.text(InetAddress.getByAddress(ip)));
            }
        }
        spelled.sort(null);
        return (flags & 15) + ((flags & 0x0200) != 0 ? " truncated" : "") + " " + spelled;
    }

    private static String name(ByteBuffer in) {
        var labels = new ArrayList<String>();
        for (int length = in.get(); length != 0; length = in.get()) {
            var label = new byte[length];
            in.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return String.join(".", labels);
    }
}
