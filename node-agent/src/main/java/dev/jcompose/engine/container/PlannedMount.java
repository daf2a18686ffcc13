package dev.jcompose.engine.container;

import java.util.List;

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
        String mode) {

    PlannedMount withSource(String other) {
        return with(volume, other);
    }

    /** Of an image: the tree that shows it, and the image's id. */
    PlannedMount withTree(String tree, String imageId) {
        return with(tree, imageId);
    }

    private PlannedMount with(String named, String other) {
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
                mode);
    }
}
