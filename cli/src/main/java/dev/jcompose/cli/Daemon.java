package dev.jcompose.cli;

import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the daemon that a command talks to, and starts the host's own where it does not run yet. */
public final class Daemon {
    private static final Target INFO = new Target("/jcompose/v1/info");
    private static final int ATTEMPTS = 100;
    private static final int PAUSE_MILLIS = 50;

    private Daemon() {}

    /**
     * A client of a daemon that answers. Says on standard error where it is of another version.
     *
     * @throws EngineException UNAVAILABLE where none is to be had, FORBIDDEN where the caller may not use its socket
     */
    public static EngineClient connect(Invocation at) {
        String host = at.globals().host();
        EngineClient client = new EngineClient(EngineAddress.parse(address(at)));
        StackInfo info = info(client);
        if (info == null && host == null) {
            refuseWhereForbidden(at, socket(at));
        }
        if (info == null && host == null && !at.globals().dryRun()) {
            launch(at, "start");
            refuseWhereForbidden(at, socket(at));
            info = awaited(client);
        }
        if (info == null) {
            throw new EngineException(
                    ErrorKind.UNAVAILABLE,
                    "No jcompose daemon answers at " + client.address()
                            + ". `jcompose daemon start` starts the one of this host.");
        }
        String mine = Version.current();
        if (!info.version().equals(mine)) {
            at.err()
                    .println("jcompose: this command is version " + mine + ", the daemon is " + info.version()
                            + ". `jcompose daemon restart` makes them one; containers keep running.");
        }
        return client;
    }

    /** A client of a daemon that answers now; null where none does for this caller. Starts nothing and asks nobody. */
    static @Nullable EngineClient running(Invocation at) {
        EngineClient client = new EngineClient(EngineAddress.parse(address(at)));
        return info(client) == null ? null : client;
    }

    /** What --host says, else this host's own daemon, as {@code unix://PATH}. */
    static String address(Invocation at) {
        String host = at.globals().host();
        return host != null ? host : "unix://" + socket(at);
    }

    /** Whether the daemon is of this host, as far as its address tells: paths may mean the same to both then. */
    static boolean isLocal(Invocation at) {
        return EngineAddress.parse(address(at)) instanceof EngineAddress.Unix;
    }

    /** Where the host's own daemon listens. */
    public static Path socket(Invocation at) {
        return Path.of(at.env().getOrDefault("JCOMPOSE_RUN_ROOT", "/run/jcompose"), "docker.sock");
    }

    /** Runs the daemon's script; its words go to the caller's terminal. */
    public static int script(Invocation at, List<String> arguments) throws IOException, InterruptedException {
        WarmCommands.needOwnProcess();
        Path home = Version.home();
        if (home == null) {
            throw new EngineException(
                    ErrorKind.UNAVAILABLE,
                    "This program was not started by its launcher, so it cannot start the daemon");
        }
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/daemon").toString()));
        command.addAll(arguments);
        at.out().flush();
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void launch(Invocation at, String verb) {
        try {
            if (script(at, List.of(verb)) != 0) {
                throw new EngineException(
                        ErrorKind.UNAVAILABLE, "The daemon could not be started; the reason is above.");
            }
        } catch (IOException e) {
            throw EngineException.unavailable("The daemon could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("Interrupted while the daemon was starting", e);
        }
    }

    private static void refuseWhereForbidden(Invocation at, Path socket) {
        if (Files.exists(socket) && !(Files.isReadable(socket) && Files.isWritable(socket))) {
            BorrowedGroup.ask(at, socket);
            throw new EngineException(
                    ErrorKind.FORBIDDEN,
                    "You may not use the daemon's socket " + socket
                            + ". Run the command by sudo, or let root add you to its group,"
                            + " whose members can do on this host what root can: sudo usermod -aG jcompose \"$USER\", then log in again.");
        }
    }

    private static @Nullable StackInfo awaited(EngineClient client) {
        StackInfo info = info(client);
        for (int i = 0; info == null && i < ATTEMPTS; i++) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            info = info(client);
        }
        return info;
    }

    private static @Nullable StackInfo info(EngineClient client) {
        try {
            return client.get(INFO, StackInfo.class);
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                return null;
            }
            if (e.kind() == ErrorKind.NOT_FOUND) {
                throw new EngineException(
                        ErrorKind.UNAVAILABLE, "What answers at " + client.address() + " is no jcompose daemon", e);
            }
            throw e;
        }
    }
}
