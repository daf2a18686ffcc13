package dev.jcompose.engine.cdi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CDI file wants of a container. Absent lists and strings are empty.
 *
 * @param env lines {@code NAME=value}; they hold before what the container says itself
 * @param additionalGids groups of the process; 0 counts for nothing
 * @param intelRdt of no use here: who asks for a device with it is refused, as with {@code netDevices}
 */
public record ContainerEdits(
        List<String> env,
        List<DeviceNode> deviceNodes,
        List<Mount> mounts,
        List<Hook> hooks,
        @JsonProperty("additionalGids") List<Integer> additionalGids,
        Map<String, Object> intelRdt,
        List<Map<String, Object>> netDevices) {

    static final ContainerEdits NONE =
            new ContainerEdits(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of());

    /**
     * A device file in the container. What is null is taken from the host's file at {@code hostPath}.
     *
     * @param path in the container
     * @param hostPath empty for the same as {@code path}
     * @param type {@code c}, {@code u}, {@code b} or {@code p}; empty for the host's
     * @param permissions some of {@code rwm}; empty for all, {@code none} for none
     */
    public record DeviceNode(
            String path,
            String hostPath,
            String type,
            @Nullable Long major,
            @Nullable Long minor,
            @Nullable Integer fileMode,
            String permissions,
            @Nullable Integer uid,
            @Nullable Integer gid) {

        /** Where the host has it, if it has. */
        public String source() {
            return hostPath.isEmpty() ? path : hostPath;
        }
    }

    /** {@code type} is empty for a bind. */
    public record Mount(String hostPath, String containerPath, String type, List<String> options) {}

    /**
     * A program of the host that the runtime runs.
     *
     * @param args with the program's own name first; empty for none
     * @param timeout seconds; null for any time
     */
    public record Hook(
            String hookName,
            String path,
            List<String> args,
            List<String> env,
            @Nullable Integer timeout) {}
}
