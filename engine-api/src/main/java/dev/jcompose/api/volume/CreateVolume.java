package dev.jcompose.api.volume;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /volumes/create}. An empty name makes an anonymous volume, an empty driver is {@code local}. */
public record CreateVolume(
        String name,
        String driver,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> driverOpts,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> labels) {}
