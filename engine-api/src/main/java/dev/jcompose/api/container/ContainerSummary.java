package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.jcompose.api.network.EndpointSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of {@code GET /containers/json}.
 *
 * @param names each with a leading slash
 * @param created seconds since 1970
 * @param state as {@link ContainerState#status}
 * @param status for people: {@code Up 3 minutes (healthy)}
 */
public record ContainerSummary(
        String id,
        List<String> names,
        String image,
        @JsonProperty("ImageID") String imageId,
        String command,
        long created,
        List<Port> ports,
        @JsonUnwrapped ContainerInspect.Sizes sizes,
        Map<String, String> labels,
        String state,
        String status,
        Host hostConfig,
        Networks networkSettings,
        List<MountPoint> mounts) {

    /** A command as Docker shows it: words with spaces stand in single quotes, unless it is the first. */
    public static String command(String path, List<String> arguments) {
        return Stream.concat(
                        Stream.of(path), arguments.stream().map(word -> word.contains(" ") ? "'" + word + "'" : word))
                .collect(Collectors.joining(" "));
    }

    /** {@code ip} and {@code publicPort} are empty and 0 where the port is not published. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Port(@JsonProperty("IP") String ip, int privatePort, int publicPort, String type) {}

    public record Host(
            String networkMode,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations) {}

    public record Networks(Map<String, EndpointSettings> networks) {}
}
