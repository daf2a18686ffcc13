package dev.jcompose.api.container;

import java.util.List;

public record ContainersPruned(List<String> containersDeleted, long spaceReclaimed) {}
