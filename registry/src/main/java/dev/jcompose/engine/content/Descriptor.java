package dev.jcompose.engine.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One blob that a manifest or index names; {@code urls} are other places to get it from. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Descriptor(
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("digest") Digest digest,

        @JsonProperty("size") @JsonInclude(JsonInclude.Include.ALWAYS)
        long size,

        @JsonProperty("platform") @JsonSetter(nulls = Nulls.SET) @Nullable
        Platform platform,

        @JsonProperty("urls") List<String> urls,
        @JsonProperty("annotations") Map<String, String> annotations) {

    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, null, List.of(), Map.of());
    }

    public Descriptor annotated(Map<String, String> added) {
        return new Descriptor(mediaType, digest, size, platform, urls, added);
    }
}
