package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mount of a container, decided at its creation.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code image}
 * @param volume the volume's name, or that of an image's tree; empty for the others
 * @param source a bind's path on the host, or the image; empty for the others
 * @param subpath what of the volume or image, relative to its root; empty for the root itself
 * @param copyUp whether an empty volume gets what the image has at the target
 * @param anonymous whether the volume goes with the container
 * @param createSource whether a missing bind source is made
 * @param options what mount is told beside: {@code ro}, propagation, sizes of a tmpfs
 * @param mode the option text that inspect shows
 * @param live of a bind whose source must stay what it was; null for all others
 */
record PlannedMount(
        String type,
        String target,
        String volume,
        String source,
        String subpath,
        boolean copyUp,
        boolean anonymous,
        boolean createSource,
        boolean writable,
        List<String> options,
        String propagation,
        String mode,
        @Nullable LiveFile live) {

    PlannedMount(
            String type,
            String target,
            String volume,
            String source,
            String subpath,
            boolean copyUp,
            boolean anonymous,
            boolean createSource,
            boolean writable,
            List<String> options,
            String propagation,
            String mode) {
        this(
                type,
                target,
                volume,
                source,
                subpath,
                copyUp,
                anonymous,
                createSource,
                writable,
                options,
                propagation,
                mode,
                null);
    }

    /** INVALID where {@code path}, which a bind shows, is not there and not to be made. */
    void require(Path path) {
        if (!createSource && !Files.exists(path)) {
            throw EngineException.invalid(
                            "invalid mount config for type \"bind\": bind source path does not exist: " + path)
                    .about("volumes", target);
        }
    }

    PlannedMount withSource(String other) {
        return with(volume, other, live);
    }

    /** Of an image: the tree that shows it, and the image's id. */
    PlannedMount withTree(String tree, String imageId) {
        return with(tree, imageId, live);
    }

    /**
     * Of a bind: its source has the content of {@code copy} now, or gives way to it for good.
     *
     * @param known others of the same path
     */
    PlannedMount withCopy(Path copy, Stream<LiveFile> known) {
        LiveFile found = LiveFile.of(source, copy, known);
        return with(volume, found == null ? copy.toString() : source, found);
    }

    private PlannedMount with(String named, String other, @Nullable LiveFile guarded) {
        return new PlannedMount(
                type,
                target,
                named,
                other,
                subpath,
                copyUp,
                anonymous,
                createSource,
                writable,
                options,
                propagation,
                mode,
                guarded);
    }
}
