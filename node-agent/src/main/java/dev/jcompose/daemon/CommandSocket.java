package dev.jcompose.daemon;

import dev.jcompose.api.command.CommandRunner;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short way of root's command lines: a {@link CommandRequest} comes in, the command runs in this warm JVM, and its output goes back
 * in frames. Root's alone: commands read files under their caller's user, and this process is root.
 *
 * <p>After the request comes standard input as it is; where the command reads none, the end of the stream says that the caller has
 * gone, and interrupts the command. The answer is frames of a kind ({@code 1} output, {@code 2} errors, {@code x} exit code), a length
 * (32 bits) and bytes. {@code v} is the answer to a command that this process is not for, and the caller takes the long way: one of
 * another version, of a caller that sees other files or networks, that starts programs of its caller's or takes much memory, or one
 * too many at once.
 */
final class CommandSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);
    /** Each may take some 20 MB. */
    private static final int AT_ONCE = 8;

    private final ServerSocketChannel server;
    private final CommandRunner runner;
    private final String version;
    private final String namespaces;
    private final Semaphore places = new Semaphore(AT_ONCE);

    private CommandSocket(ServerSocketChannel server, CommandRunner runner, String version) throws IOException {
        this.server = server;
        this.runner = runner;
        this.version = version;
        this.namespaces = CommandRequest.ownNamespaces();
    }

    static CommandSocket listen(Path runRoot, CommandRunner runner, String version) throws IOException {
        Path folder = runRoot.resolve("command");
        Files.createDirectories(folder);
        // The folder closes the moment between the birth of the socket and a change of its mode.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path socket = folder.resolve("socket");
        Files.deleteIfExists(socket);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var commands = new CommandSocket(server, runner, version);
        Thread.ofVirtual().name("commands").start(commands::accept);
        return commands;
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("command").start(() -> serve(caller));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("a caller was lost", e);
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            if (!caller.getOption(ExtendedSocketOptions.SO_PEERCRED)
                    .user()
                    .getName()
                    .equals("root")) {
                return;
            }
            var answers = new CommandAnswers(Channels.newOutputStream(caller));
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
            CommandRequest request = CommandRequest.read(in);
            boolean ours =
                    request.version().equals(version) && request.namespaces().equals(namespaces);
            if (!ours || !places.tryAcquire()) {
                answers.takeTheLongWay();
                return;
            }
            try {
                answers.accepted();
                if (!request.reads()) {
                    endWithCaller(in);
                }
                answers.exit(run(request, in, answers));
            } catch (CommandRunner.NeedsOwnProcess e) {
                answers.takeTheLongWay();
            } finally {
                places.release();
            }
        } catch (IOException e) {
            LOG.debug("the caller of a command has gone", e);
        }
    }

    /** Interrupts this thread once the caller has gone. */
    private static void endWithCaller(InputStream in) {
        Thread command = Thread.currentThread();
        Thread.ofVirtual().name("caller").start(() -> {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                LOG.debug("the caller of a command has gone", e);
            }
            command.interrupt();
        });
    }

    private int run(CommandRequest request, InputStream in, CommandAnswers answers) throws IOException {
        try (PrintStream out = answers.output();
                PrintStream err = answers.errors()) {
            return runner.run(request.command(), request.reads() ? in : InputStream.nullInputStream(), out, err);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
