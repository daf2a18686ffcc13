package dev.jcompose.api.volume;

import java.util.List;

public record VolumesPruned(List<String> volumesDeleted, long spaceReclaimed) {}
