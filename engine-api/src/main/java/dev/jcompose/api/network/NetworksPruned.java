package dev.jcompose.api.network;

import java.util.List;

public record NetworksPruned(List<String> networksDeleted) {}
