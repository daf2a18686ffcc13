package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Stats;
import dev.jcompose.api.container.Stats.Blkio;
import dev.jcompose.api.container.Stats.Cpu;
import dev.jcompose.api.container.Stats.CpuUsage;
import dev.jcompose.api.container.Stats.Entry;
import dev.jcompose.api.container.Stats.Memory;
import dev.jcompose.api.container.Stats.Network;
import dev.jcompose.api.container.Stats.Pids;
import dev.jcompose.api.container.Stats.Throttling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a cgroup uses, read from either version's files. A file that is missing reads as zero. */
public final class Usage {
    private static final long TICK_NANOS = 10_000_000;
    private static final long MICRO = 1000;

    private final Cgroups cgroups;

    public Usage(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    public Cpu cpu(String path) {
        int cpus = Runtime.getRuntime().availableProcessors();
        if (cgroups.isUnified()) {
            Map<String, Long> s = pairs("", path, "cpu.stat");
            return new Cpu(
                    new CpuUsage(
                            s.getOrDefault("usage_usec", 0L) * MICRO,
                            s.getOrDefault("system_usec", 0L) * MICRO,
                            s.getOrDefault("user_usec", 0L) * MICRO),
                    systemNanos(),
                    cpus,
                    new Throttling(
                            s.getOrDefault("nr_periods", 0L),
                            s.getOrDefault("nr_throttled", 0L),
                            s.getOrDefault("throttled_usec", 0L) * MICRO));
        }
        Map<String, Long> ticks = pairs("cpuacct", path, "cpuacct.stat");
        Map<String, Long> s = pairs("cpu", path, "cpu.stat");
        return new Cpu(
                new CpuUsage(
                        number("cpuacct", path, "cpuacct.usage"),
                        ticks.getOrDefault("system", 0L) * TICK_NANOS,
                        ticks.getOrDefault("user", 0L) * TICK_NANOS),
                systemNanos(),
                cpus,
                new Throttling(
                        s.getOrDefault("nr_periods", 0L),
                        s.getOrDefault("nr_throttled", 0L),
                        s.getOrDefault("throttled_time", 0L)));
    }

    /** The time that all CPUs of the host have counted, idle or not. */
    private static long systemNanos() {
        long ticks = 0;
        String[] columns = Cgroups.lines(Path.of("/proc/stat")).getFirst().split("\\s+");
        for (int i = 1; i < Math.min(columns.length, 9); i++) {
            ticks += Long.parseLong(columns[i]);
        }
        return ticks * TICK_NANOS;
    }

    public Memory memory(String path) {
        Map<String, Long> stat = pairs("memory", path, "memory.stat");
        long host = hostMemory();
        if (cgroups.isUnified()) {
            return new Memory(
                    number("", path, "memory.current"),
                    number("", path, "memory.peak"),
                    stat,
                    pairs("", path, "memory.events").getOrDefault("max", 0L),
                    limit(number("", path, "memory.max"), host));
        }
        return new Memory(
                number("memory", path, "memory.usage_in_bytes"),
                number("memory", path, "memory.max_usage_in_bytes"),
                stat,
                number("memory", path, "memory.failcnt"),
                limit(number("memory", path, "memory.limit_in_bytes"), host));
    }

    private static long limit(long written, long host) {
        return written <= 0 || written > host ? host : written;
    }

    private static long hostMemory() {
        return Cgroups.lines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    public Pids pids(String path) {
        return new Pids(number("pids", path, "pids.current"), number("pids", path, "pids.max"));
    }

    public Blkio blkio(String path) {
        List<Entry> bytes = new ArrayList<>();
        List<Entry> operations = new ArrayList<>();
        if (cgroups.isUnified()) {
            for (String line : lines("", path, "io.stat")) {
                String[] parts = line.split(" ");
                String[] device = parts[0].split(":");
                for (int i = 1; i < parts.length; i++) {
                    String[] pair = parts[i].split("=");
                    switch (pair[0]) {
                        case "rbytes" -> bytes.add(entry(device, "read", pair[1]));
                        case "wbytes" -> bytes.add(entry(device, "write", pair[1]));
                        case "rios" -> operations.add(entry(device, "read", pair[1]));
                        case "wios" -> operations.add(entry(device, "write", pair[1]));
                        default -> {}
                    }
                }
            }
        } else {
            readV1(path, "blkio.throttle.io_service_bytes_recursive", bytes);
            readV1(path, "blkio.throttle.io_serviced_recursive", operations);
        }
        return new Blkio(bytes, operations);
    }

    private void readV1(String path, String file, List<Entry> into) {
        for (String line : lines("blkio", path, file)) {
            String[] parts = line.split(" ");
            if (parts.length == 3) {
                into.add(entry(parts[0].split(":"), parts[1].toLowerCase(java.util.Locale.ROOT), parts[2]));
            }
        }
    }

    private static Entry entry(String[] device, String operation, String value) {
        return new Entry(Long.parseLong(device[0]), Long.parseLong(device[1]), operation, Long.parseLong(value));
    }

    /** The interfaces that a process sees, without the loopback. */
    public static Map<String, Network> networks(int pid) {
        Map<String, Network> networks = new LinkedHashMap<>();
        for (String line : Cgroups.lines(Path.of("/proc/" + pid + "/net/dev"))) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (!name.equals("lo")) {
                String[] n = line.substring(colon + 1).strip().split("\\s+");
                networks.put(
                        name,
                        new Network(at(n, 0), at(n, 1), at(n, 2), at(n, 3), at(n, 8), at(n, 9), at(n, 10), at(n, 11)));
            }
        }
        return networks;
    }

    private static long at(String[] columns, int index) {
        return Long.parseLong(columns[index]);
    }

    /** Statistics of a container that does not run. */
    public static Stats none(String name, String id, java.time.Instant now) {
        return new Stats(
                name,
                id,
                now,
                now,
                new Pids(0, 0),
                new Blkio(null, null),
                0,
                Cpu.ZERO,
                Cpu.ZERO,
                new Memory(0, 0, Map.of(), 0, 0),
                Map.of());
    }

    private List<String> lines(String controller, String path, String file) {
        return cgroups.folder(controller, path)
                .map(folder -> Cgroups.lines(folder.resolve(file)))
                .orElse(List.of());
    }

    private long number(String controller, String path, String file) {
        List<String> lines = lines(controller, path, file);
        if (lines.isEmpty() || !lines.getFirst().matches("\\d+")) {
            return 0;
        }
        // v1 writes "no limit" as a number near 2^63 that may exceed a long.
        return lines.getFirst().length() > 18 ? Long.MAX_VALUE : Long.parseLong(lines.getFirst());
    }

    private Map<String, Long> pairs(String controller, String path, String file) {
        Map<String, Long> pairs = new LinkedHashMap<>();
        for (String line : lines(controller, path, file)) {
            String[] parts = line.split(" ");
            if (parts.length == 2 && parts[1].matches("\\d{1,18}")) {
                pairs.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return pairs;
    }
}
