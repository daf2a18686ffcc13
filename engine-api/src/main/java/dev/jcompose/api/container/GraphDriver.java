package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the layers lie on the host. */
public record GraphDriver(
        String name,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> data) {}
