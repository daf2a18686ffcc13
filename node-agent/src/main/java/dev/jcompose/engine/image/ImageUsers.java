package dev.jcompose.engine.image;

import dev.jcompose.engine.content.Digest;
import java.util.List;

/** Who uses an image: the containers made from it. */
@FunctionalInterface
public interface ImageUsers {
    ImageUsers NOBODY = id -> List.of();

    record User(String containerId, boolean running) {}

    List<User> of(Digest imageId);
}
