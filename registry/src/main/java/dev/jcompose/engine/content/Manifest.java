package dev.jcompose.engine.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image manifest or an index of them, OCI's and Docker's alike: {@code manifests} is what an index has, {@code config} and
 * {@code layers} what an image has. {@code schemaVersion} 1 is Docker's oldest form, which nobody should serve any more.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") String mediaType,

        @JsonProperty("config") @JsonSetter(nulls = Nulls.SET) @Nullable
        Descriptor config,

        @JsonProperty("layers") List<Descriptor> layers,
        @JsonProperty("manifests") List<Descriptor> manifests) {

    public static Manifest image(Descriptor config, List<Descriptor> layers) {
        return new Manifest(2, MediaType.OCI_MANIFEST, config, layers, List.of());
    }

    public static Manifest index(List<Descriptor> manifests) {
        return new Manifest(2, MediaType.OCI_INDEX, null, List.of(), manifests);
    }

    public boolean isIndex() {
        return MediaType.isIndex(mediaType) || (config == null && !manifests.isEmpty());
    }
}
