package dev.jcompose.engine.snapshot;

import dev.jcompose.api.error.EngineException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a snapshot's parts lie. */
record SnapshotFiles(Path folder, Path target) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    static SnapshotFiles of(Path snapshots, Path mounts, String id) {
        if (!ID.matcher(id).matches()) {
            throw EngineException.invalid("not the id of a snapshot: " + id);
        }
        return new SnapshotFiles(snapshots.resolve(id), mounts.resolve(id));
    }

    Path upper() {
        return folder.resolve("upper");
    }

    Path work() {
        return folder.resolve("work");
    }

    /** The digests of the layers below, one a line, the lowest first. Written last: with it the snapshot exists. */
    Path layers() {
        return folder.resolve("layers");
    }
}
