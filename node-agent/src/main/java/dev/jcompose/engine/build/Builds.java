package dev.jcompose.engine.build;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.Progress;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Builds images from Dockerfiles. Several builds may run at once, each on the thread that calls. */
public final class Builds {
    /** Snapshots whose ids begin so belong to builds: those that are there when the daemon starts are of no use any more. */
    static final String PREFIX = "build-";

    private final Images images;
    private final Snapshots snapshots;
    private final BuildCache cache;
    private final BuildRunner runner;
    private final Clock clock;
    private final Path contexts;
    private final Path caches;
    private final Path scratch;

    /**
     * @param dataRoot holds {@code build}: contexts and cache mounts
     * @param scratch a folder in memory, for secrets while they are needed
     */
    public Builds(
            Path dataRoot,
            Path scratch,
            Images images,
            Snapshots snapshots,
            StateStore store,
            BuildRunner runner,
            Clock clock)
            throws IOException {
        this.images = images;
        this.snapshots = snapshots;
        this.cache = new BuildCache(store, images);
        this.runner = runner;
        this.clock = clock;
        this.contexts =
                Files.createDirectories(dataRoot.resolve("build/contexts")).toAbsolutePath();
        this.caches = Files.createDirectories(dataRoot.resolve("build/caches")).toAbsolutePath();
        this.scratch = scratch;
        sweep();
    }

    /** Clears away what builds left that a killed daemon was running. */
    private void sweep() throws IOException {
        for (String id : snapshots.list()) {
            if (id.startsWith(PREFIX)) {
                runner.clear(id);
                snapshots.remove(id);
            }
        }
        empty(contexts);
        empty(scratch);
    }

    private static void empty(Path folder) {
        try (var dir = Dir.of(folder)) {
            dir.list().forEach(dir::remove);
        }
    }

    /**
     * Builds and gives the image's id. What the Dockerfile asks and this builder does not have is INVALID with its line, before
     * anything is run; a command that fails is INVALID with its exit code.
     *
     * @param sent tars, packed or not, by the name of their context; {@code ""} is the one with the Dockerfile in it
     */
    public Digest build(BuildRequest request, Map<String, InputStream> sent, ProgressSink progress) throws IOException {
        return with(request, sent, progress, Build::run);
    }

    /** Reads the Dockerfile as {@link #build} does, with the same complaints, and does nothing else. */
    public void check(BuildRequest request, Map<String, InputStream> sent, ProgressSink progress) throws IOException {
        with(request, sent, progress, build -> {
            progress.send(Progress.stream("Check complete, no warnings found.\n"));
            return build;
        });
    }

    private interface Work<T> {
        T on(Build build) throws IOException;
    }

    private <T> T with(BuildRequest request, Map<String, InputStream> sent, ProgressSink progress, Work<T> work)
            throws IOException {
        if (!request.remote().isEmpty()) {
            throw EngineException.invalid("a remote context (" + request.remote() + ") is not offered: send the files");
        }
        String dockerfile = request.dockerfile().isEmpty() ? "Dockerfile" : request.dockerfile();
        Path own = Files.createTempDirectory(scratch, "build");
        var files = new BuildFiles(contexts);
        try (var _ = images.lease();
                files) {
            for (Map.Entry<String, InputStream> each : sent.entrySet()) {
                files.unpack(each.getKey(), each.getValue(), dockerfile);
            }
            try (var build = new Build(this, request, files, own, progress)) {
                return work.on(build);
            }
        } finally {
            Dir.delete(own);
        }
    }

    /** Forgets what earlier steps made, cache mounts too; tells how many bytes of blobs that freed. */
    public long prune() throws IOException {
        cache.clear();
        empty(caches);
        return images.collect();
    }

    Images images() {
        return images;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** On disk, emptied at every start. */
    Path contexts() {
        return contexts;
    }

    Path caches() {
        return caches;
    }

    Step step(boolean usesCache) {
        return new Step(images, snapshots, cache, clock, usesCache);
    }

    RunStep runStep() {
        return new RunStep(runner);
    }
}
