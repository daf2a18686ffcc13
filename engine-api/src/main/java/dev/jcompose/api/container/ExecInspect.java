package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code exitCode}: null while it runs or has not begun. */
public record ExecInspect(
        @JsonProperty("ID") String id,
        boolean running,
        @Nullable Integer exitCode,
        ProcessConfig processConfig,
        boolean openStdin,
        boolean openStderr,
        boolean openStdout,
        boolean canRemove,
        @JsonProperty("ContainerID") String containerId,
        @JsonSetter(nulls = Nulls.SET) @Nullable String detachKeys,
        int pid) {

    public record ProcessConfig(
            @JsonProperty("tty") boolean tty,
            @JsonProperty("entrypoint") String entrypoint,
            @JsonProperty("arguments") List<String> arguments,
            @JsonProperty("privileged") boolean privileged,
            @JsonProperty("user") String user) {}
}
