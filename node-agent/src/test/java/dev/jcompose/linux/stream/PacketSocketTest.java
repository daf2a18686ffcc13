package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketSocketTest {
    private static final int SOCK_SEQPACKET = 5;

    /** A session of attach is ended by its client after its container has ended it: by then the number is another's. */
    @Test
    void whatIsDoneAfterTheCloseReachesNobodyElse(@TempDir Path folder) throws Throwable {
        int listener = listen(folder.resolve("packets"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("others")));
            PacketSocket packets = PacketSocket.connect(folder.resolve("packets"));
            packets.close();
            List<SocketChannel> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(SocketChannel.open(server.getLocalAddress()));
                others.add(server.accept());
            }
            packets.shutdownOutput();
            packets.shutdown();
            assertThrows(LinuxException.class, () -> packets.send(new byte[] {1}, 0, 1));
            for (int i = 0; i < others.size(); i += 2) {
                assertEquals(1, others.get(i).write(ByteBuffer.wrap(new byte[] {7})));
                ByteBuffer read = ByteBuffer.allocate(2);
                assertEquals(1, others.get(i + 1).read(read));
                assertEquals(7, read.get(0));
                others.get(i).close();
                others.get(i + 1).close();
            }
        } finally {
            Native.close(listener);
        }
    }

    private static int listen(Path path) throws Throwable {
        var socket = Native.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        var bind = Native.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        var listen = Native.function("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try (var arena = Arena.ofConfined();
                var address = new UnixAddress(arena, path)) {
            int fd = (int) socket.invokeExact(Native.state(), (int) UnixAddress.AF_UNIX, SOCK_SEQPACKET, 0);
            assertEquals(0, (int) bind.invokeExact(Native.state(), fd, address.bytes(), address.length()));
            assertEquals(0, (int) listen.invokeExact(Native.state(), fd, 5));
            return fd;
        }
    }
}
