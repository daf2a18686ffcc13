package dev.jcompose.api.image;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step an image was made by, the newest first; {@code created} is seconds since 1970. */
public record HistoryEntry(
        String id,
        long created,
        String createdBy,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<String> tags,
        long size,
        String comment) {}
