package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contexts that came with a build, by name, in folders of ours that go when it is closed. Used by one thread. */
final class BuildFiles implements AutoCloseable {
    private final Path parent;
    private final List<Path> folders = new ArrayList<>();
    private final Map<String, BuildContext> contexts = new HashMap<>();

    BuildFiles(Path parent) {
        this.parent = parent;
    }

    void unpack(String name, InputStream archive, String dockerfile) throws IOException {
        Path folder = Files.createTempDirectory(parent, "context");
        folders.add(folder);
        contexts.put(name, BuildContext.unpack(archive, Dir.of(folder), dockerfile));
    }

    /** The one with the Dockerfile in it. */
    BuildContext first() {
        BuildContext first = contexts.get("");
        if (first == null) {
            throw EngineException.invalid("the build was sent no context");
        }
        return first;
    }

    @Nullable
    BuildContext named(String name) {
        return contexts.get(name);
    }

    @Override
    public void close() {
        contexts.values().forEach(BuildContext::close);
        folders.forEach(Dir::delete);
    }
}
