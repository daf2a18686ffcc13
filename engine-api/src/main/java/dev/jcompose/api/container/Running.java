package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container's process is run and kept.
 *
 * @param init null: the daemon's default
 * @param consoleSize rows and columns of the first terminal, or {@code [0, 0]}
 */
public record Running(
        RestartPolicy restartPolicy,
        LogConfig logConfig,
        boolean autoRemove,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean init,
        String runtime,
        int oomScoreAdj,
        List<Integer> consoleSize,
        String isolation,
        @JsonProperty("ContainerIDFile") String containerIdFile,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations) {
    public static final Running DEFAULT =
            new Running(RestartPolicy.NO, LogConfig.DEFAULT, false, null, "", 0, List.of(0, 0), "", "", Map.of());

    public Running {
        restartPolicy = restartPolicy == null ? RestartPolicy.NO : restartPolicy;
        logConfig = logConfig == null ? LogConfig.DEFAULT : logConfig;
        consoleSize = consoleSize.isEmpty() ? List.of(0, 0) : consoleSize;
    }

    public Running withRestartPolicy(RestartPolicy changed) {
        return new Running(
                changed,
                logConfig,
                autoRemove,
                init,
                runtime,
                oomScoreAdj,
                consoleSize,
                isolation,
                containerIdFile,
                annotations);
    }
}
