package dev.jcompose.api.image;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code GET /images/json}.
 *
 * @param created seconds since 1970
 * @param sharedSize bytes shared with other images; -1 not counted
 * @param containers how many use it; -1 not counted
 */
public record ImageSummary(
        String id,
        String parentId,
        List<String> repoTags,
        List<String> repoDigests,
        long created,
        long size,
        long sharedSize,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> labels,
        long containers) {

    /** The same, counted. */
    public ImageSummary used(long bytesShared, long byContainers) {
        return new ImageSummary(id, parentId, repoTags, repoDigests, created, size, bytesShared, labels, byContainers);
    }
}
