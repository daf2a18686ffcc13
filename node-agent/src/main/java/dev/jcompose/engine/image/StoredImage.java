package dev.jcompose.engine.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import java.time.Instant;
import java.util.List;

/** What the store keeps of an image; the rest is in its configuration blob. */
record StoredImage(
        @JsonProperty("id") Digest id,
        @JsonProperty("manifest") Descriptor manifest,
        @JsonProperty("layers") List<StoredLayer> layers,
        @JsonProperty("taggedAt") Instant taggedAt) {

    record StoredLayer(
            @JsonProperty("diffId") Digest diffId,
            @JsonProperty("blob") Descriptor blob,
            @JsonProperty("size") long size) {}

    static StoredImage of(Image image) {
        return new StoredImage(
                image.id(),
                image.manifest(),
                image.layers().stream()
                        .map(l -> new StoredLayer(l.diffId(), l.blob(), l.size()))
                        .toList(),
                image.taggedAt());
    }
}
