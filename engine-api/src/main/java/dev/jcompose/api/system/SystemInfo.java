package dev.jcompose.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The answer of {@code GET /info}, Docker's flat object split by sense. */
public record SystemInfo(
        @JsonProperty("ID") String id,
        String name,
        Instant systemTime,
        @JsonUnwrapped Counts counts,
        @JsonUnwrapped Host host,
        @JsonUnwrapped Engine engine,
        @JsonUnwrapped Limits limits,
        @JsonUnwrapped Proxies proxies,
        Plugins plugins,
        RegistryConfig registryConfig,
        Swarm swarm,
        Map<String, RuntimePath> runtimes,
        List<String> labels,
        List<String> warnings) {

    public record Counts(
            int containers, int containersRunning, int containersPaused, int containersStopped, int images) {}

    /** {@code memTotal}: bytes. */
    public record Host(
            @JsonProperty("OSType") String osType,
            String operatingSystem,
            @JsonProperty("OSVersion") String osVersion,
            String kernelVersion,
            String architecture,
            @JsonProperty("NCPU") int ncpu,
            long memTotal) {}

    public record Engine(
            String serverVersion,
            String driver,
            List<List<String>> driverStatus,
            String dockerRootDir,
            String loggingDriver,
            String cgroupDriver,
            String cgroupVersion,
            String defaultRuntime,
            String initBinary,
            List<String> securityOptions,
            boolean liveRestoreEnabled,
            boolean experimentalBuild,
            String isolation,
            String indexServerAddress) {}

    /** Which limits this host's kernel can hold. */
    public record Limits(
            boolean memoryLimit,
            boolean swapLimit,
            boolean cpuCfsPeriod,
            boolean cpuCfsQuota,
            @JsonProperty("CPUShares") boolean cpuShares,
            @JsonProperty("CPUSet") boolean cpuSet,
            boolean pidsLimit,
            boolean oomKillDisable,
            @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding) {}

    public record Proxies(String httpProxy, String httpsProxy, String noProxy) {}

    public record Plugins(List<String> volume, List<String> network, List<String> authorization, List<String> log) {}

    public record RegistryConfig(
            @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCidrs,
            Map<String, Index> indexConfigs,
            List<String> mirrors) {}

    public record Index(String name, List<String> mirrors, boolean secure, boolean official) {}

    public record Swarm(
            @JsonProperty("NodeID") String nodeId,
            String nodeAddr,
            String localNodeState,
            boolean controlAvailable,
            String error) {
        public static final Swarm INACTIVE = new Swarm("", "", "inactive", false, "");
    }

    public record RuntimePath(@JsonProperty("path") String path) {}
}
