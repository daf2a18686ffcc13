package dev.jcompose.api.volume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /volumes/create}. An empty name makes an anonymous volume, an empty driver is {@code local}.
 *
 * @param clusterVolumeSpec what is asked of a volume of a whole Swarm; null for one of this host
 */
public record CreateVolume(
        String name,
        String driver,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> driverOpts,
        @JsonSetter(nulls = Nulls.SET) @Nullable Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode clusterVolumeSpec) {

    public CreateVolume(
            String name,
            String driver,
            @Nullable Map<String, String> driverOpts,
            @Nullable Map<String, String> labels) {
        this(name, driver, driverOpts, labels, null);
    }
}
