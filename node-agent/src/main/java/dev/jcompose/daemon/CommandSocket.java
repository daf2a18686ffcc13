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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short way of root's command lines: arguments, folder and environment come in, the command runs in this warm JVM, and
 * its output goes back in frames. Root's alone: commands read files under their caller's user, and this process is root.
 *
 * <p>A request is its length (32 bits) and fields ended by NUL: version, folder, {@code 1} where the command reads standard input,
 * number of arguments, arguments, variables; then standard input as it is. Without input the end of the request's stream says
 * that the caller has gone, and interrupts the command. The answer is frames of a kind ({@code 1} output, {@code 2} errors, {@code x} exit code), a
 * length (32 bits) and bytes. A request of another version, or of a command
 * that starts programs of its caller's, is answered by {@code v}: the caller takes the long way.
 */
final class CommandSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);
    private static final int LONGEST_REQUEST = 4 << 20;
    /** Which field says whether the command reads standard input. */
    private static final int INPUT = 2;

    private final ServerSocketChannel server;
    private final CommandRunner runner;
    private final String version;

    private CommandSocket(ServerSocketChannel server, CommandRunner runner, String version) {
        this.server = server;
        this.runner = runner;
        this.version = version;
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
            List<String> fields = fields(in);
            if (!fields.getFirst().equals(version)) {
                answers.takeTheLongWay();
                return;
            }
            answers.accepted();
            try {
                boolean reads = fields.get(INPUT).equals("1");
                if (!reads) {
                    endWithCaller(in);
                }
                answers.exit(run(fields, reads ? in : InputStream.nullInputStream(), answers));
            } catch (CommandRunner.NeedsOwnProcess e) {
                answers.takeTheLongWay();
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

    private int run(List<String> fields, InputStream in, CommandAnswers answers) throws IOException {
        int arguments = INPUT + 2;
        int variables = arguments + Integer.parseInt(fields.get(INPUT + 1));
        List<String> args = fields.subList(arguments, variables);
        Map<String, String> env = new HashMap<>();
        for (String variable : fields.subList(variables, fields.size())) {
            int name = variable.indexOf('=');
            env.put(variable.substring(0, name), variable.substring(name + 1));
        }
        try (PrintStream out = answers.output();
                PrintStream err = answers.errors()) {
            return runner.run(args, env, Path.of(fields.get(1)), in, out, err);
        }
    }

    private static List<String> fields(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_REQUEST) {
            throw new IOException("a command of " + length + " bytes");
        }
        String request = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return List.of(request.substring(0, request.length() - 1).split("\0", -1));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
