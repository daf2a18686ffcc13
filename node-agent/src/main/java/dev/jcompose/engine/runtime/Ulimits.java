package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Resources.Ulimit;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.file.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Limits per process, cut down to what this host lets us give; {@code warnings} says where that happened. */
record Ulimits(List<OciSpec.Rlimit> limits, List<String> warnings) {
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("cpu", "Max cpu time"),
            Map.entry("fsize", "Max file size"),
            Map.entry("data", "Max data size"),
            Map.entry("stack", "Max stack size"),
            Map.entry("core", "Max core file size"),
            Map.entry("rss", "Max resident set"),
            Map.entry("nproc", "Max processes"),
            Map.entry("nofile", "Max open files"),
            Map.entry("memlock", "Max locked memory"),
            Map.entry("as", "Max address space"),
            Map.entry("locks", "Max file locks"),
            Map.entry("sigpending", "Max pending signals"),
            Map.entry("msgqueue", "Max msgqueue size"),
            Map.entry("nice", "Max nice priority"),
            Map.entry("rtprio", "Max realtime priority"),
            Map.entry("rttime", "Max realtime timeout"));

    private static final String MOST_FILES = "fs/nr_open";

    /**
     * -1 in the result is RLIM_INFINITY: all bits set, as the runtime's unsigned number has it.
     *
     * @param mayRaise whether this process has the right to go above its own hard limits; above the kernel's nobody goes
     */
    static Ulimits of(List<Ulimit> wanted, boolean mayRaise) {
        if (wanted.isEmpty()) {
            return new Ulimits(List.of(), List.of());
        }
        Map<String, Long> ceilings = mayRaise ? Map.of("nofile", mostFiles()) : hardLimits();
        List<OciSpec.Rlimit> limits = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Ulimit each : wanted) {
            String name = each.name().toLowerCase(Locale.ROOT);
            if (!ROWS.containsKey(name)) {
                throw EngineException.invalid("ulimit " + each.name() + " is unknown; known are "
                                + String.join(
                                        ", ", ROWS.keySet().stream().sorted().toList()))
                        .about("ulimits", each.name());
            }
            if (Long.compareUnsigned(each.soft(), each.hard()) > 0) {
                throw EngineException.invalid("ulimit %s: soft limit must be less than or equal to hard limit: %d > %d"
                                .formatted(name, each.soft(), each.hard()))
                        .about("ulimits", each.name());
            }
            long ceiling = ceilings.getOrDefault(name, -1L);
            long hard = lower(each.hard(), ceiling);
            long soft = lower(each.soft(), hard);
            if (hard != each.hard()) {
                warnings.add("ulimit %s: the host's hard limit %d applies instead of %s"
                        .formatted(name, ceiling, each.hard() < 0 ? "unlimited" : Long.toString(each.hard())));
            }
            limits.add(new OciSpec.Rlimit("RLIMIT_" + name.toUpperCase(Locale.ROOT), hard, soft));
        }
        return new Ulimits(limits, warnings);
    }

    private static long lower(long wanted, long ceiling) {
        return Long.compareUnsigned(wanted, ceiling) > 0 ? ceiling : wanted;
    }

    private static long mostFiles() {
        try {
            return Long.parseLong(Sysctl.read(MOST_FILES));
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read /proc/sys/" + MOST_FILES, e);
        }
    }

    private static Map<String, Long> hardLimits() {
        try {
            Map<String, Long> limits = new HashMap<>();
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                ROWS.forEach((name, title) -> {
                    if (line.startsWith(title)) {
                        String[] columns =
                                line.substring(title.length()).strip().split("\\s+");
                        limits.put(name, columns[1].equals("unlimited") ? -1L : Long.parseLong(columns[1]));
                    }
                });
            }
            return limits;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read /proc/self/limits", e);
        }
    }
}
