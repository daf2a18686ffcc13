package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/** The body of {@code POST /containers/{id}/exec}. Empty {@code user} and {@code workingDir} are the container's. */
public record ExecConfig(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> cmd,

        List<String> env,
        String user,
        String workingDir,
        boolean privileged,
        boolean tty,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        String detachKeys,
        List<Integer> consoleSize) {}
