package dev.jcompose.engine.image;

import dev.jcompose.api.image.ImageDeleted;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which images {@code prune} removes. */
final class ImagePrune {
    private final Images images;
    private final ImageStore store;
    private final ImageUsers users;
    private final ImageFilter filter;

    ImagePrune(Images images, ImageStore store, ImageUsers users, Clock clock) {
        this.images = images;
        this.store = store;
        this.users = users;
        this.filter = new ImageFilter(images, clock);
    }

    List<ImageDeleted> prune(boolean all, Map<String, List<String>> filters) {
        var gone = new ArrayList<ImageDeleted>();
        var accepts = filter.of(filters);
        for (Image image : images.all()) {
            boolean dangling =
                    images.names(image).stream().noneMatch(n -> n.tag().isPresent());
            if ((all || dangling) && users.of(image.id()).isEmpty() && accepts.test(image)) {
                gone.addAll(new ImageRemoval(images, store, users).delete(image));
            }
        }
        return gone;
    }
}
