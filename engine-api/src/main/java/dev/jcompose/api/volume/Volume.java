package dev.jcompose.api.volume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code usageData}: only in the answer of {@code GET /system/df}. */
public record Volume(
        Instant createdAt,
        String driver,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> labels,
        String mountpoint,
        String name,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> options,
        String scope,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage usageData) {

    /** {@code size}: bytes, -1 unknown. */
    public record Usage(long size, long refCount) {}
}
