package dev.jcompose.cli;

import dev.jcompose.api.container.Stats;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.output.Human;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A sample of a container's use as {@code stats} prints it, with Docker's arithmetic. */
public final class StatsRow {
    private StatsRow() {}

    public static Map<String, Object> of(StackContainer container, Stats stats, boolean whole) {
        Map<String, Object> row = new TreeMap<>();
        long used = used(stats.memoryStats());
        row.put("ID", whole ? container.id() : ContainerRow.shortId(container.id()));
        row.put("Container", container.id());
        row.put("Name", container.name());
        row.put("CPUPerc", percent(cpu(stats)));
        row.put(
                "MemUsage",
                Human.memory(used) + " / " + Human.memory(stats.memoryStats().limit()));
        row.put(
                "MemPerc",
                percent(
                        stats.memoryStats().limit() == 0
                                ? 0
                                : 100.0 * used / stats.memoryStats().limit()));
        row.put(
                "NetIO",
                Human.size(sum(stats, Stats.Network::rxBytes)) + " / "
                        + Human.size(sum(stats, Stats.Network::txBytes)));
        row.put("BlockIO", Human.size(block(stats, "read")) + " / " + Human.size(block(stats, "write")));
        row.put("PIDs", String.valueOf(stats.pidsStats().current()));
        return row;
    }

    /** Without the page cache that the kernel gives back first: {@code inactive_file} of cgroup v2, {@code total_} of v1. */
    private static long used(Stats.Memory memory) {
        long cache = memory.stats()
                .getOrDefault("total_inactive_file", memory.stats().getOrDefault("inactive_file", 0L));
        return memory.usage() > cache ? memory.usage() - cache : memory.usage();
    }

    /** Percent of one CPU since the sample before. */
    private static double cpu(Stats stats) {
        double used = stats.cpuStats().cpuUsage().totalUsage()
                - stats.precpuStats().cpuUsage().totalUsage();
        double system = stats.cpuStats().systemCpuUsage() - stats.precpuStats().systemCpuUsage();
        return used > 0 && system > 0 ? used / system * stats.cpuStats().onlineCpus() * 100 : 0;
    }

    private static long sum(Stats stats, ToLongFunction<Stats.Network> part) {
        return stats.networks().values().stream().mapToLong(part).sum();
    }

    private static long block(Stats stats, String operation) {
        @Nullable List<Stats.Entry> entries = stats.blkioStats().ioServiceBytesRecursive();
        return entries == null
                ? 0
                : entries.stream()
                        .filter(entry -> entry.op().equalsIgnoreCase(operation))
                        .mapToLong(Stats.Entry::value)
                        .sum();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
