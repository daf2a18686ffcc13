package dev.jcompose.engine.image;

import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ImageConfig;
import java.time.Instant;
import java.util.List;

/**
 * An image that is here whole: configuration, blobs and unpacked layers.
 *
 * @param id digest of the configuration
 * @param manifest what names the configuration and the blobs of the layers
 * @param layers the lowest first
 * @param size bytes of all layers unpacked
 */
public record Image(
        Digest id, Descriptor manifest, ImageConfig config, List<Layer> layers, long size, Instant taggedAt) {

    /** One layer: its unpacked content, and the blob that holds it as it came or as it was made. */
    public record Layer(Digest diffId, Descriptor blob, long size) {}

    public List<Digest> diffIds() {
        return layers.stream().map(Layer::diffId).toList();
    }
}
