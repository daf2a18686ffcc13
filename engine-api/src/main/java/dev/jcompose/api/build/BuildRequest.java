package dev.jcompose.api.build;

import dev.jcompose.api.container.Resources;
import dev.jcompose.api.system.AuthConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A build: {@code POST /build} without its context, and what a stack file can say besides.
 *
 * @param dockerfile path in the context
 * @param tags names for the result
 * @param buildArgs a null value takes the builder's own environment
 * @param remote a URL to take the context from; empty: the body
 * @param target the stage to build; empty: the last
 * @param platform {@code os/arch[/variant]}; empty: this host's
 * @param networkMode of RUN: empty, {@code host}, {@code none} or a network
 * @param named contexts beside the first one, which take the place of stages and images of their name: name → reference of an
 *     image, or {@link #FILES} where their files are sent with the build
 * @param entitlements what RUN may ask for beyond its usual rights: one of {@link #ENTITLEMENTS}
 * @param limits of every RUN
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
        Map<String, String> named,
        Map<String, byte[]> secrets,
        List<String> entitlements,
        Resources limits,
        Map<String, AuthConfig> auths,
        Options options) {

    /** Where a context carries a Dockerfile that is no file of its folder; no COPY reaches it. */
    public static final String CARRIED_DOCKERFILE = ".jcompose.Dockerfile";

    /** Of a named context: it is files, not an image. */
    public static final String FILES = "";

    /** Lets {@code RUN --security=insecure} have the rights of a privileged container. */
    public static final String INSECURE = "security.insecure";

    /** All that there are; {@code RUN --network=host} needs the first. */
    public static final List<String> ENTITLEMENTS = List.of("network.host", INSECURE);

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
                named,
                secrets,
                entitlements,
                limits,
                logins,
                options);
    }

    /**
     * The same with what a command line adds.
     *
     * @param more arguments that go before those of the file; one without a value takes the file's away
     * @param bytes of memory for every RUN; 0: as it was
     */
    public BuildRequest with(Map<String, @Nullable String> more, long bytes, Options changed) {
        Map<String, @Nullable String> args = new LinkedHashMap<>(buildArgs);
        args.putAll(more);
        return new BuildRequest(
                dockerfile,
                tags,
                args,
                labels,
                target,
                platform,
                networkMode,
                remote,
                extraHosts,
                named,
                secrets,
                entitlements,
                bytes == 0 ? limits : limits.withMemory(bytes),
                auths,
                changed);
    }

    /**
     * How to build.
     *
     * @param noCacheFilter stages whose steps are taken anew, by name
     * @param check read the Dockerfile and stop
     * @param shmSize bytes of /dev/shm in RUN; 0: 64 MiB
     */
    public record Options(
            boolean noCache, List<String> noCacheFilter, boolean pull, boolean quiet, boolean check, long shmSize) {
        public static final Options DEFAULT = new Options(false, List.of(), false, false, false, 0);
    }
}
