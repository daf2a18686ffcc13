package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of a container or image.
 *
 * @param entrypoint null: the image's; empty or {@code [""]}: none
 * @param cmd null: the image's, unless an entrypoint is given
 * @param env {@code KEY=value}, or {@code KEY} alone, which removes it
 */
public record Command(
        @JsonSetter(nulls = Nulls.SET) @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> entrypoint,

        @JsonSetter(nulls = Nulls.SET) @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> cmd,

        List<String> env,
        String workingDir,
        String user,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> shell) {
    /** Of a process whose image and request say none. */
    public static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static final Command NONE = new Command(null, null, List.of(), "", "", List.of());

    public Command withProcess(@Nullable List<String> changedEntrypoint, @Nullable List<String> changedCmd) {
        return new Command(changedEntrypoint, changedCmd, env, workingDir, user, shell);
    }

    public Command withEnv(List<String> changed) {
        return new Command(entrypoint, cmd, changed, workingDir, user, shell);
    }

    public Command withWorkingDir(String changed) {
        return new Command(entrypoint, cmd, env, changed, user, shell);
    }

    public Command withUser(String changed) {
        return new Command(entrypoint, cmd, env, workingDir, changed, shell);
    }

    public Command withShell(List<String> changed) {
        return new Command(entrypoint, cmd, env, workingDir, user, changed);
    }
}
