package dev.jcompose.api.system;

import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.image.ImageSummary;
import dev.jcompose.api.volume.Volume;
import java.util.List;
import java.util.Map;

/** The answer of {@code GET /system/df}; {@code layersSize} is the bytes of all layers, each counted once. */
public record DiskUsage(
        long layersSize,
        List<ImageSummary> images,
        List<ContainerSummary> containers,
        List<Volume> volumes,
        List<Map<String, Object>> buildCache) {}
