package dev.jcompose.api.image;

import java.util.List;

public record ImagesPruned(List<ImageDeleted> imagesDeleted, long spaceReclaimed) {}
