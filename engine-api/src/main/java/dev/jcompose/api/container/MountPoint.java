package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A mount as it is; {@code name} and {@code driver} are a volume's. */
public record MountPoint(
        String type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
        String source,
        String destination,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String driver,
        String mode,
        @JsonProperty("RW") boolean writable,
        String propagation) {}
