package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import dev.jcompose.api.network.NetworkSettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /containers/{id}/json}.
 *
 * @param name with a leading slash
 * @param image the image's id; its reference is in {@code config.image}
 * @param execIds null where there is none
 */
public record ContainerInspect(
        String id,
        Instant created,
        String path,
        List<String> args,
        ContainerState state,
        String image,
        String name,
        int restartCount,
        String driver,
        String platform,
        @JsonUnwrapped Files files,
        @JsonUnwrapped Labels confinement,

        @JsonProperty("ExecIDs") @JsonSetter(nulls = Nulls.SET) @Nullable
        List<String> execIds,

        HostConfig hostConfig,
        GraphDriver graphDriver,
        @JsonUnwrapped Sizes sizes,
        List<MountPoint> mounts,
        ContainerConfig config,
        NetworkSettings networkSettings) {

    /** Paths on the host. */
    public record Files(String resolvConfPath, String hostnamePath, String hostsPath, String logPath) {}

    public record Labels(String mountLabel, String processLabel, String appArmorProfile) {}

    /** Bytes; null where they were not asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sizes(@Nullable Long sizeRw, @Nullable Long sizeRootFs) {
        public static final Sizes UNKNOWN = new Sizes(null, null);
    }
}
