package dev.jcompose.api.volume;

import java.util.List;

public record VolumeList(List<Volume> volumes, List<String> warnings) {}
