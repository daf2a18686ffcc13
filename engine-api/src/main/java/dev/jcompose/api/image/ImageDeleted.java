package dev.jcompose.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;

/** One effect of a removal: a name that is gone, or an image or layer that is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageDeleted(String untagged, String deleted) {
    public static ImageDeleted ofName(String name) {
        return new ImageDeleted(name, "");
    }

    public static ImageDeleted ofId(String id) {
        return new ImageDeleted("", id);
    }
}
