package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.PathStat;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Asks the engine what lies at a path of a container. */
public final class PathStats {
    private static final long FOLDER = 1L << 31;
    private static final int NOT_FOUND = 404;

    private PathStats() {}

    public static boolean isFolder(EngineClient client, String container, String path) throws IOException {
        PathStat stat = stat(client, container, path);
        if (stat != null && !stat.linkTarget().isEmpty()) {
            stat = stat(client, container, resolved(path, stat.linkTarget()));
        }
        return stat != null && (stat.mode() & FOLDER) != 0;
    }

    /** The path that a link leads to; itself where it is none. */
    public static String followed(EngineClient client, String container, String path) throws IOException {
        PathStat stat = stat(client, container, path);
        return stat == null || stat.linkTarget().isEmpty() ? path : resolved(path, stat.linkTarget());
    }

    private static String resolved(String path, String link) {
        return Path.of("/").resolve(path).resolveSibling(link).normalize().toString();
    }

    private static @Nullable PathStat stat(EngineClient client, String container, String path) throws IOException {
        Target target = Target.of("/containers/{}/archive", container).query("path", path);
        try (var reply = client.send(Call.head(target))) {
            if (reply.status() == NOT_FOUND) {
                return null;
            }
            String header = reply.header("x-docker-container-path-stat")
                    .orElseThrow(() -> EngineException.unavailable(
                            "cp: the engine answered " + reply.status() + " about " + path + " in " + container, null));
            return Json.read(Base64.getDecoder().decode(header), PathStat.class);
        }
    }
}
