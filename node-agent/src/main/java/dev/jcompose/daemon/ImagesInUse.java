package dev.jcompose.daemon;

import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.image.ImageUsers;
import java.util.List;
import java.util.Map;

/** The containers that were made from an image. */
record ImagesInUse(Containers containers) implements ImageUsers {
    @Override
    public List<User> of(Digest imageId) {
        return containers.list(true, 0, false, Map.of()).stream()
                .filter(c -> c.imageId().equals(imageId.toString()))
                .map(c -> new User(c.id(), c.state().equals("running")))
                .toList();
    }
}
