package dev.jcompose.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** Debian's docker-registry on a port of the loopback, its files in a folder of the test. */
record RegistryProcess(Process process, String address) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    static boolean isPossible() {
        return Files.isExecutable(PROGRAM);
    }

    /** @param more further lines of its configuration */
    static RegistryProcess start(Path folder, String more) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: 127.0.0.1:%d, secret: test}
                %s
                """.formatted(folder.resolve("registry"), port, more));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Awaitility.await().until(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        return new RegistryProcess(process, "localhost:" + port);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
