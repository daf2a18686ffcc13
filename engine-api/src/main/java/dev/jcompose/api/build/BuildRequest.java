package dev.jcompose.api.build;

import dev.jcompose.api.system.AuthConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A build: {@code POST /build} without its context.
 *
 * @param dockerfile path in the context
 * @param tags names for the result
 * @param buildArgs a null value takes the builder's own environment
 * @param remote a URL to take the context from; empty: the body
 * @param target the stage to build; empty: the last
 * @param platform {@code os/arch[/variant]}; empty: this host's
 * @param networkMode of RUN: empty, {@code host}, {@code none} or a network
 * @param auths registry → login
 */
public record BuildRequest(
        String dockerfile,
        List<String> tags,
        Map<String, @Nullable String> buildArgs,
        Map<String, String> labels,
        String target,
        String platform,
        String networkMode,
        String remote,
        List<String> extraHosts,
        List<String> cacheFrom,
        Map<String, byte[]> secrets,
        Map<String, AuthConfig> auths,
        Options options) {

    /** Where a context carries a Dockerfile that is no file of its folder; no COPY reaches it. */
    public static final String CARRIED_DOCKERFILE = ".jcompose.Dockerfile";

    public BuildRequest withAuths(Map<String, AuthConfig> logins) {
        return new BuildRequest(
                dockerfile,
                tags,
                buildArgs,
                labels,
                target,
                platform,
                networkMode,
                remote,
                extraHosts,
                cacheFrom,
                secrets,
                logins,
                options);
    }

    /** How to build. {@code shmSize} is the bytes of /dev/shm in RUN; 0: 64 MiB. */
    public record Options(boolean noCache, boolean pull, boolean rm, boolean forceRm, boolean quiet, long shmSize) {
        public static final Options DEFAULT = new Options(false, false, true, false, false, 0);
    }
}
