package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code type}: {@code bind}, {@code volume}, {@code tmpfs}, {@code image}. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Mount(
        String type,
        String source,
        String target,
        boolean readOnly,
        String consistency,
        @Nullable BindOptions bindOptions,
        @Nullable VolumeOptions volumeOptions,
        @Nullable TmpfsOptions tmpfsOptions,
        @Nullable ImageOptions imageOptions) {

    /** The same of another source. */
    public Mount of(String other) {
        return new Mount(
                type, other, target, readOnly, consistency, bindOptions, volumeOptions, tmpfsOptions, imageOptions);
    }

    /** {@code propagation}: {@code rprivate} if empty. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record BindOptions(
            String propagation,
            boolean nonRecursive,
            boolean createMountpoint,
            boolean readOnlyNonRecursive,
            boolean readOnlyForceRecursive) {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record VolumeOptions(
            boolean noCopy,
            Map<String, String> labels,
            @Nullable Driver driverConfig,
            String subpath) {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Driver(String name, Map<String, String> options) {}

    /** {@code mode}: as an integer; 0 means 01777. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record TmpfsOptions(long sizeBytes, int mode, List<List<String>> options) {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ImageOptions(String subpath) {}
}
