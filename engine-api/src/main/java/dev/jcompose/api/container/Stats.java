package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sample of a container's use, with the one before it, so that a client can compute rates. CPU times are nanoseconds. */
@JsonNaming(SnakeCaseStrategy.class)
public record Stats(
        String name,
        String id,
        Instant read,
        Instant preread,
        Pids pidsStats,
        Blkio blkioStats,
        int numProcs,
        Cpu cpuStats,
        Cpu precpuStats,
        Memory memoryStats,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Network> networks) {

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Pids(long current, long limit) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Cpu(
            CpuUsage cpuUsage,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long systemCpuUsage,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int onlineCpus,
            Throttling throttlingData) {
        public static final Cpu ZERO = new Cpu(new CpuUsage(0, 0, 0), 0, 0, new Throttling(0, 0, 0));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    public record CpuUsage(long totalUsage, long usageInKernelmode, long usageInUsermode) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Throttling(long periods, long throttledPeriods, long throttledTime) {}

    /** {@code stats}: the lines of memory.stat. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Memory(long usage, long maxUsage, Map<String, Long> stats, long failcnt, long limit) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Network(
            long rxBytes,
            long rxPackets,
            long rxErrors,
            long rxDropped,
            long txBytes,
            long txPackets,
            long txErrors,
            long txDropped) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Blkio(
            @Nullable List<Entry> ioServiceBytesRecursive,
            @Nullable List<Entry> ioServicedRecursive) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Entry(long major, long minor, String op, long value) {}
}
