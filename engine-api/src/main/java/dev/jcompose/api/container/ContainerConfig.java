package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.jcompose.api.json.Empty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container is, wherever it runs: Docker's {@code Config}, also the run-time part of an image.
 *
 * @param exposedPorts keys as {@code 80/tcp}
 * @param volumes keys are paths in the container that get an anonymous volume
 */
public record ContainerConfig(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Stdio stdio,
        @JsonUnwrapped Command command,
        @JsonUnwrapped Stopping stopping,
        String image,
        Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Empty> exposedPorts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Empty> volumes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Healthcheck healthcheck,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> onBuild) {

    public static final ContainerConfig EMPTY = new ContainerConfig(
            Identity.NONE,
            Stdio.NONE,
            Command.NONE,
            Stopping.DEFAULT,
            "",
            Map.of(),
            Map.of(),
            Map.of(),
            null,
            List.of());

    public ContainerConfig withCommand(Command changed) {
        return new ContainerConfig(
                identity, stdio, changed, stopping, image, labels, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withIdentity(Identity changed) {
        return new ContainerConfig(
                changed, stdio, command, stopping, image, labels, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withStdio(Stdio changed) {
        return new ContainerConfig(
                identity, changed, command, stopping, image, labels, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withImage(String changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, changed, labels, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withLabels(Map<String, String> changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, image, changed, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withHostname(String changed) {
        return new ContainerConfig(
                new Identity(changed, identity.domainname(), identity.networkDisabled(), identity.macAddress()),
                stdio,
                command,
                stopping,
                image,
                labels,
                exposedPorts,
                volumes,
                healthcheck,
                onBuild);
    }

    public ContainerConfig withExposedPorts(Map<String, Empty> changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, image, labels, changed, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withVolumes(Map<String, Empty> changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, image, labels, exposedPorts, changed, healthcheck, onBuild);
    }

    public ContainerConfig withStopping(Stopping changed) {
        return new ContainerConfig(
                identity, stdio, command, changed, image, labels, exposedPorts, volumes, healthcheck, onBuild);
    }

    public ContainerConfig withHealthcheck(@Nullable Healthcheck changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, image, labels, exposedPorts, volumes, changed, onBuild);
    }

    public ContainerConfig withOnBuild(List<String> changed) {
        return new ContainerConfig(
                identity, stdio, command, stopping, image, labels, exposedPorts, volumes, healthcheck, changed);
    }

    /** How the container names itself on its networks. {@code macAddress} is the pre-1.44 form of the endpoint's. */
    public record Identity(
            String hostname,
            String domainname,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean networkDisabled,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String macAddress) {
        public static final Identity NONE = new Identity("", "", false, "");
    }

    /** Terminal and standard streams. */
    public record Stdio(
            boolean attachStdin,
            boolean attachStdout,
            boolean attachStderr,
            boolean tty,
            boolean openStdin,
            boolean stdinOnce) {
        public static final Stdio NONE = new Stdio(false, false, false, false, false, false);
    }

    /** How the container is asked to end. {@code stopTimeout} is in seconds; null means the daemon's 10. */
    public record Stopping(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String stopSignal,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer stopTimeout) {
        public static final Stopping DEFAULT = new Stopping("", null);
    }
}
