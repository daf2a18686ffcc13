package dev.jcompose.api.client;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * The process that listens on a UNIX socket, as the kernel tells: a pid file may lie, this does not. The JDK's own channel
 * gives user and group of the other end but no pid, hence jnr-unixsocket, which starts too slowly for the way of every call.
 */
public record EnginePeer(int pid, int uid, int gid) {

    /** Throws UNAVAILABLE where nothing listens. */
    public static EnginePeer of(Path socket) {
        try (var channel = UnixSocketChannel.open(new UnixSocketAddress(socket.toFile()))) {
            var credentials = channel.socket().getCredentials();
            return new EnginePeer(credentials.getPid(), credentials.getUid(), credentials.getGid());
        } catch (IOException e) {
            throw EngineException.unavailable("nothing listens on " + socket + ": " + e.getMessage(), e);
        }
    }
}
