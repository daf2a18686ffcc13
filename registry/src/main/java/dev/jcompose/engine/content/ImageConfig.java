package dev.jcompose.engine.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The configuration blob of an image, as OCI and Docker write it; its digest is the image's id. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageConfig(
        @JsonProperty("created") Instant created,
        @JsonProperty("author") String author,
        @JsonProperty("architecture") String architecture,
        @JsonProperty("variant") String variant,
        @JsonProperty("os") String os,
        @JsonProperty("config") ContainerConfig config,
        @JsonProperty("rootfs") RootFs rootfs,
        @JsonProperty("history") List<History> history) {

    /** The layers: {@code diffIds} are the digests of their uncompressed archives, the lowest first. */
    public record RootFs(
            @JsonProperty("type") String type,
            @JsonProperty("diff_ids") List<Digest> diffIds) {
        public static final RootFs EMPTY = new RootFs("layers", List.of());
    }

    /** One step the image was made by, the oldest first. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record History(
            @JsonProperty("created") Instant created,
            @JsonProperty("created_by") String createdBy,
            @JsonProperty("author") String author,
            @JsonProperty("comment") String comment,

            @JsonProperty("empty_layer") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            boolean emptyLayer) {

        public History {
            created = created == null ? Json.ZERO_TIME : created;
        }
    }

    public ImageConfig {
        created = created == null ? Json.ZERO_TIME : created;
        config = config == null ? ContainerConfig.EMPTY : config;
        rootfs = rootfs == null ? RootFs.EMPTY : rootfs;
        os = os.isEmpty() ? "linux" : os;
    }

    public static ImageConfig scratch(Platform platform) {
        return new ImageConfig(
                Json.ZERO_TIME,
                "",
                platform.architecture(),
                platform.variant(),
                platform.os(),
                ContainerConfig.EMPTY,
                RootFs.EMPTY,
                List.of());
    }

    public Platform platform() {
        return new Platform(architecture, os, variant);
    }

    public ImageConfig withConfig(ContainerConfig changed) {
        return new ImageConfig(created, author, architecture, variant, os, changed, rootfs, history);
    }

    public ImageConfig withAuthor(String changed) {
        return new ImageConfig(created, changed, architecture, variant, os, config, rootfs, history);
    }

    /** With one more layer on top. */
    public ImageConfig plusLayer(Digest diffId, History step) {
        var layers = new ArrayList<>(rootfs.diffIds());
        layers.add(diffId);
        return plus(new RootFs(rootfs.type(), List.copyOf(layers)), step);
    }

    /** With one more step that changed no file. */
    public ImageConfig plusStep(History step) {
        return plus(rootfs, step);
    }

    private ImageConfig plus(RootFs layers, History step) {
        var steps = new ArrayList<>(history);
        steps.add(step);
        return new ImageConfig(step.created(), author, architecture, variant, os, config, layers, List.copyOf(steps));
    }
}
