package dev.jcompose.engine;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder below which a copy of the host's mount namespace can mount without the host seeing it, also where the host's mounts
 * are shared, as systemd makes them: there it is mounted on itself, privately. Else a container's root folder and its volumes with
 * driver options would be mounted on the host as well, and stay.
 */
public final class PrivateFolder implements AutoCloseable {
    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    public static PrivateFolder open(Path folder) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            Mounted on = Mounted.at(real);
            if (on.shared()) {
                if (!on.point().equals(real)) {
                    Mount.bind(real, real);
                }
                Mount.makePrivate(real);
            }
            return new PrivateFolder(real);
        } catch (IOException | LinuxException e) {
            throw EngineException.unavailable(
                    folder + " cannot be kept apart from the host's mounts: " + e.getMessage(), e);
        }
    }

    /** Unmounts it where it is mounted on itself; running containers have it in namespaces of their own. */
    @Override
    public void close() throws IOException {
        Mounted on = Mounted.at(path);
        if (on.point().equals(path) && path.getParent() != null) {
            Mounted above = Mounted.at(path.getParent());
            Path same = above.root().resolve(above.point().relativize(path));
            if (on.device().equals(above.device()) && on.root().equals(same)) {
                Mount.detach(path);
            }
        }
    }
}
