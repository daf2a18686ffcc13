package dev.jcompose.engine.image;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.ImageDeleted;
import dev.jcompose.engine.content.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Docker's rules of {@code rmi}: a name takes itself away, and the image goes with its last name; an id takes the image with
 * its name, but several repositories need force, and a container that uses the image forbids it. Force removes an image that
 * stopped containers use; they keep their files.
 */
final class ImageRemoval {
    private final Images images;
    private final ImageStore store;
    private final ImageUsers users;

    ImageRemoval(Images images, ImageStore store, ImageUsers users) {
        this.images = images;
        this.store = store;
        this.users = users;
    }

    List<ImageDeleted> remove(String ref, boolean force) {
        Image image = images.resolve(ref);
        var names = store.namesOf(image.id());
        var named = namedBy(ref, names);
        if (!named.isEmpty()) {
            var rest = new ArrayList<>(names);
            rest.removeAll(named);
            boolean lastTag = rest.stream().noneMatch(n -> n.tag().isPresent());
            if (!lastTag) {
                store.untag(named);
                return untagged(named);
            }
        } else {
            long repositories = names.stream()
                    .filter(n -> n.tag().isPresent())
                    .map(Reference::repository)
                    .distinct()
                    .count();
            if (repositories > 1 && !force) {
                throw EngineException.conflict("conflict: unable to delete "
                        + image.id().shortened() + " (must be forced) - image is referenced in multiple repositories");
            }
        }
        refuseWhileUsed(image, ref, force, !named.isEmpty());
        return delete(image);
    }

    private void refuseWhileUsed(Image image, String ref, boolean force, boolean byName) {
        for (var user : users.of(image.id())) {
            String container = user.containerId()
                    .substring(0, Math.min(12, user.containerId().length()));
            if (user.running()) {
                throw EngineException.conflict("conflict: unable to "
                        + (byName
                                ? "remove repository reference \"" + ref + "\""
                                : "delete " + image.id().shortened())
                        + " (cannot be forced) - container " + container + " is using its referenced image "
                        + image.id().shortened());
            }
            if (!force) {
                throw EngineException.conflict("conflict: unable to "
                        + (byName
                                ? "remove repository reference \"" + ref + "\""
                                : "delete " + image.id().shortened())
                        + " (must force) - container " + container + " is using its referenced image "
                        + image.id().shortened());
            }
        }
    }

    List<ImageDeleted> delete(Image image) {
        var names = store.namesOf(image.id());
        store.remove(image.id());
        images.layers().release("image " + image.id());
        var gone = new ArrayList<>(untagged(names));
        gone.add(ImageDeleted.ofId(image.id().toString()));
        return gone;
    }

    private static List<ImageDeleted> untagged(List<Reference> names) {
        return names.stream().map(n -> ImageDeleted.ofName(n.familiar())).toList();
    }

    /** The names that {@code ref} itself is; empty where it is an id. The digest names of the last tag go with it. */
    private static List<Reference> namedBy(String ref, List<Reference> names) {
        Reference parsed;
        try {
            parsed = Reference.parse(ref);
        } catch (EngineException e) {
            return List.of();
        }
        return names.stream()
                .filter(n -> parsed.digest().isPresent()
                        ? n.digest().equals(parsed.digest()) && n.repository().equals(parsed.repository())
                        : n.equals(parsed))
                .toList();
    }
}
