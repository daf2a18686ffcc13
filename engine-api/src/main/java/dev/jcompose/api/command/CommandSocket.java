package dev.jcompose.api.command;

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
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/**
 * The short way of a user's command lines: a {@link CommandRequest} comes in, the command runs in this warm JVM, and its output goes
 * back in frames. For its own user alone: commands read files under their caller's.
 *
 * <p>After the request comes standard input as it is; where the command reads none, the end of the stream says that the caller has
 * gone, and interrupts the command. The answer is frames of a kind ({@code a} it begins, {@code 1} output, {@code 2} errors, {@code x}
 * exit code), a length (32 bits) and bytes. {@code v} is the answer to a command that this process is not for, and the caller takes the
 * long way: one of another version, of a caller who sees or may do something else, that starts programs of its caller's or takes much
 * memory, or one too many at once.
 */
public final class CommandSocket implements AutoCloseable {
    /** Each may take some 20 MB. */
    private static final int AT_ONCE = 8;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ServerSocketChannel server;
    private final CommandRunner runner;
    private final String version;
    private final Callers callers;
    private final UserPrincipal user;
    private final Standing own = Standing.own();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile long lastUse = System.nanoTime();

    /** Whose commands run here, of those of this process's user. */
    public enum Callers {
        /** Who sees the same files and networks: no command does what its caller's other rights would not let it. */
        WITH_THIS_VIEW,
        /** Who may do the same, too. */
        WITH_THESE_RIGHTS
    }

    private CommandSocket(
            ServerSocketChannel server, CommandRunner runner, String version, Callers callers, UserPrincipal user)
            throws IOException {
        this.server = server;
        this.runner = runner;
        this.version = version;
        this.callers = callers;
        this.user = user;
    }

    /**
     * @param socket whose folder is made where it is missing, and becomes this user's alone; what was there before goes
     * @param version of callers
     */
    public static CommandSocket listen(Path socket, CommandRunner runner, String version, Callers callers)
            throws IOException {
        Path folder = Objects.requireNonNull(socket.getParent());
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
        }
        // The folder closes the moment between the birth of the socket and a change of its mode.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(socket);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var commands = new CommandSocket(server, runner, version, callers, Files.getOwner(socket));
        Thread.ofVirtual().name("commands").start(commands::accept);
        return commands;
    }

    /** Since when no command runs: zero while one does. */
    public Duration quiet() {
        return places.availablePermits() < AT_ONCE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastUse);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("command").start(() -> serve(caller));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Too many files are open, mostly, which takes a while to change.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            if (!caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(user)) {
                return;
            }
            var answers = new CommandAnswers(Channels.newOutputStream(caller));
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
            CommandRequest request = CommandRequest.read(in);
            if (!isOurs(request) || !places.tryAcquire()) {
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
                lastUse = System.nanoTime();
                places.release();
            }
        } catch (IOException e) {
            // The caller has gone: nobody is left to tell.
            return;
        }
    }

    private boolean isOurs(CommandRequest request) {
        Standing theirs = request.standing();
        return request.version().equals(version)
                && theirs.namespaces().equals(own.namespaces())
                && (callers == Callers.WITH_THIS_VIEW || theirs.rights().equals(own.rights()))
                // The JVM has one time zone.
                && Objects.equals(request.command().env().get("TZ"), System.getenv("TZ"));
    }

    /** Interrupts this thread once the caller has gone. */
    private static void endWithCaller(InputStream in) {
        Thread command = Thread.currentThread();
        Thread.ofVirtual().name("caller").start(() -> {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // Gone, too.
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
