package dev.jcompose.engine.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What a bind of Docker's socket means where there is no Docker: ours, so that tools which look for it find this engine. */
public final class DockerSocket {
    private static final Set<String> PLACES = Set.of("/var/run/docker.sock", "/run/docker.sock");
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private DockerSocket() {}

    /** The path that a bind of {@code source} leads to. */
    public static Path meant(Path source, Path ours) {
        return PLACES.contains(source.toString()) && !isSocket(source) ? ours : source;
    }

    private static boolean isSocket(Path path) {
        try {
            return ((int) Files.getAttribute(path, "unix:mode") & TYPE) == SOCKET;
        } catch (IOException absent) {
            return false;
        }
    }
}
