package dev.jcompose.cli;

import dev.jcompose.api.command.Command;
import dev.jcompose.api.command.CommandRunner;
import dev.jcompose.compose.source.Room;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program inside a process that is awake already: what the launcher's short way (packaging/warm) reaches. */
public final class WarmCommands implements CommandRunner {
    private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

    /** The daemon's memory is for its containers, and a user's process that waits is to be small: 1,000 services have some 20,000 values. */
    private static final Room SMALL = new Room(1 << 20, 50_000);

    /** Whether this thread runs a command in a process that others need, too: it starts no program of a user's and asks nobody. */
    static boolean isHere() {
        return HERE.isBound();
    }

    /** How much of each file a command reads where it runs. */
    public static Room room() {
        return isHere() ? SMALL : Room.USUAL;
    }

    /** @throws NeedsOwnProcess in a process that others need, before anything has been done */
    public static void needOwnProcess() {
        if (isHere()) {
            throw new NeedsOwnProcess();
        }
    }

    /** @throws NeedsOwnProcess in a process that others need, for a file that is too large to be read there */
    static void needRoomFor(Path file) throws IOException {
        if (Files.size(file) > room().bytes()) {
            needOwnProcess();
        }
    }

    /**
     * What is too large to be read there may not be too large for one of its own.
     *
     * @param code of a problem of a load
     */
    public static void needRoomAfter(String code) {
        if (code.equals(Room.TOO_LARGE)) {
            needOwnProcess();
        }
    }

    @Override
    public int run(Command command, InputStream in, PrintStream out, PrintStream err) {
        String terminals = command.terminals();
        Terminal terminal = new Terminal(false, terminals.contains("1"), terminals.contains("2"));
        return ScopedValue.where(HERE, true)
                .call(() -> Main.run(command.args(), command.env(), command.cwd(), in, out, err, terminal));
    }
}
