package dev.jcompose.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.GraphDriver;
import java.time.Instant;
import java.util.List;

/** The answer of {@code GET /images/{name}/json}. */
public record ImageInspect(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        String parent,
        String comment,
        Instant created,
        String dockerVersion,
        String author,
        ContainerConfig config,
        @JsonUnwrapped Platform platform,
        long size,
        GraphDriver graphDriver,
        @JsonProperty("RootFS") RootFs rootFs,
        Metadata metadata) {

    /** {@code variant} as in {@code arm/v7}: v7. */
    public record Platform(
            String architecture,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String variant,
            String os,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String osVersion) {}

    /** {@code layers}: digests of the uncompressed layers, the lowest first. */
    public record RootFs(String type, List<String> layers) {}

    public record Metadata(Instant lastTagTime) {}
}
