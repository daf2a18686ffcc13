package dev.jcompose.cli;

import dev.jcompose.api.command.CommandSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A user's own process that answers short commands for a while, as the daemon's does root's: what packaging/warm starts where the user
 * has a folder for such things. It ends when nobody has asked anything for long, or when that folder goes, as at a logout.
 */
final class Awake {
    static final String WORD = "awake";

    private static final Duration GLANCE = Duration.ofSeconds(5);

    private Awake() {}

    /**
     * Returns at its end.
     *
     * @param socket the file {@code SOCKET.lock} beside it is held by whoever starts this, through its life
     * @param seconds without a command, after which it ends
     */
    static void run(Path socket, long seconds) throws IOException, InterruptedException {
        CommandSocket commands = CommandSocket.listen(
                socket, new WarmCommands(), Version.current(), CommandSocket.Callers.WITH_THESE_RIGHTS);
        Duration longest = Duration.ofSeconds(seconds);
        Duration pause = longest.compareTo(GLANCE) < 0 ? longest : GLANCE;
        try (commands) {
            @Nullable Object file = key(socket);
            while (file != null && file.equals(key(socket)) && commands.quiet().compareTo(longest) < 0) {
                Thread.sleep(pause);
            }
            // Whoever comes now finds nobody. Where the folder has gone, or another has taken its place, nothing of it
            // is here any more.
            if (file != null && file.equals(key(socket))) {
                Files.delete(socket);
                Files.deleteIfExists(socket.resolveSibling(socket.getFileName() + ".lock"));
            }
        }
        // Whoever came in the last moment is served.
        while (commands.quiet().isZero()) {
            Thread.sleep(pause);
        }
    }

    /** Tells a file from another by the same name; null where there is none. */
    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
