package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.jcompose.api.network.PortBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a container sits on its host: Docker's flat {@code HostConfig}, split by sense. */
public record HostConfig(
        @JsonUnwrapped Namespaces namespaces,
        @JsonUnwrapped Storage storage,
        @JsonUnwrapped Reach reach,
        @JsonUnwrapped Security security,
        @JsonUnwrapped Running running,
        @JsonUnwrapped Resources resources) {

    public static final HostConfig DEFAULT = new HostConfig(
            Namespaces.DEFAULT, Storage.NONE, Reach.NONE, Security.DEFAULT, Running.DEFAULT, Resources.NONE);

    public HostConfig withNamespaces(Namespaces changed) {
        return new HostConfig(changed, storage, reach, security, running, resources);
    }

    public HostConfig withStorage(Storage changed) {
        return new HostConfig(namespaces, changed, reach, security, running, resources);
    }

    public HostConfig withReach(Reach changed) {
        return new HostConfig(namespaces, storage, changed, security, running, resources);
    }

    public HostConfig withSecurity(Security changed) {
        return new HostConfig(namespaces, storage, reach, changed, running, resources);
    }

    public HostConfig withRunning(Running changed) {
        return new HostConfig(namespaces, storage, reach, security, changed, resources);
    }

    public HostConfig withResources(Resources changed) {
        return new HostConfig(namespaces, storage, reach, security, running, changed);
    }

    /**
     * Which namespaces are private, the host's ({@code host}) or another container's ({@code container:ID}); empty takes the
     * default.
     *
     * @param networkMode {@code default}, {@code bridge}, {@code none}, {@code host}, {@code container:ID} or a network
     */
    public record Namespaces(
            String networkMode,
            String ipcMode,
            String pidMode,
            @JsonProperty("UTSMode") String utsMode,
            String usernsMode,
            String cgroupnsMode,
            String cgroup) {
        public static final Namespaces DEFAULT = new Namespaces("", "", "", "", "", "", "");
    }

    /**
     * What the file tree is made of.
     *
     * @param binds {@code source:target[:options]}; a source without a slash names a volume
     * @param tmpfs path → mount options
     * @param volumesFrom {@code container[:ro|rw]}
     * @param shmSize bytes of /dev/shm; 0 means 64 MiB
     */
    public record Storage(
            List<String> binds,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mount> mounts,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tmpfs,
            List<String> volumesFrom,
            String volumeDriver,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> storageOpt,
            long shmSize,
            boolean readonlyRootfs) {
        public static final Storage NONE =
                new Storage(List.of(), List.of(), Map.of(), List.of(), "", Map.of(), 0, false);
    }

    /**
     * How the container is reached and what names it knows.
     *
     * @param portBindings {@code 80/tcp} → addresses of the host
     * @param extraHosts {@code name:address}; the address {@code host-gateway} is the host's
     * @param links {@code container:alias}
     */
    public record Reach(
            Map<String, @Nullable List<PortBinding>> portBindings,
            boolean publishAllPorts,
            List<String> dns,
            List<String> dnsOptions,
            List<String> dnsSearch,
            List<String> extraHosts,
            List<String> links) {
        public static final Reach NONE =
                new Reach(Map.of(), false, List.of(), List.of(), List.of(), List.of(), List.of());

        public Reach withLinks(List<String> changed) {
            return new Reach(portBindings, publishAllPorts, dns, dnsOptions, dnsSearch, extraHosts, changed);
        }
    }
}
