package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The kernel's capabilities by number, Docker's default choice, and the sums that {@code cap_add} and {@code cap_drop} make. */
public final class Capabilities {
    private static final List<String> ALL = List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    private static final Set<String> DEFAULT = Set.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "FSETID",
            "FOWNER",
            "MKNOD",
            "NET_RAW",
            "SETGID",
            "SETUID",
            "SETFCAP",
            "SETPCAP",
            "NET_BIND_SERVICE",
            "SYS_CHROOT",
            "KILL",
            "AUDIT_WRITE");

    private Capabilities() {}

    /** Names without {@code CAP_}. INVALID names a capability that no kernel has. */
    public static Set<String> choose(boolean privileged, Collection<String> add, Collection<String> drop) {
        Set<String> added = normalise(add, "CapAdd", "cap_add");
        Set<String> dropped = normalise(drop, "CapDrop", "cap_drop");
        if (privileged) {
            return new LinkedHashSet<>(ALL);
        }
        Set<String> chosen = new TreeSet<>();
        if (added.contains("ALL")) {
            chosen.addAll(ALL);
        } else if (!dropped.contains("ALL")) {
            chosen.addAll(DEFAULT);
        }
        chosen.removeAll(dropped);
        added.stream()
                .filter(name -> !name.equals("ALL") && !dropped.contains(name))
                .forEach(chosen::add);
        return chosen;
    }

    private static Set<String> normalise(Collection<String> names, String member, String key) {
        Set<String> plain = new LinkedHashSet<>();
        for (String name : names) {
            String upper = name.toUpperCase(Locale.ROOT);
            String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
            if (!bare.equals("ALL") && !ALL.contains(bare)) {
                throw EngineException.invalid(
                                "invalid " + member + ": unknown capability: \"CAP_" + bare + "\": see capabilities(7)")
                        .about(key, name);
            }
            plain.add(bare);
        }
        return plain;
    }

    /** Those that this process may hand on: a host may run us with fewer than all. They stay what they are while it runs. */
    static Set<String> ofHost() {
        return OfHost.NAMES;
    }

    /** Read once, when first asked for: every container asks. */
    private static final class OfHost {
        static final Set<String> NAMES = Collections.unmodifiableSet(readBounding());
    }

    private static Set<String> readBounding() {
        try {
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(l -> l.startsWith("CapBnd:"))
                    .findFirst()
                    .orElseThrow();
            long mask = Long.parseUnsignedLong(line.substring(7).strip(), 16);
            Set<String> names = new LinkedHashSet<>();
            for (int i = 0; i < ALL.size(); i++) {
                if ((mask >>> i & 1) != 0) {
                    names.add(ALL.get(i));
                }
            }
            return names;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read /proc/self/status", e);
        }
    }

    static OciSpec.Capabilities spec(Set<String> names) {
        List<String> full = names.stream().map(n -> "CAP_" + n).sorted().toList();
        return new OciSpec.Capabilities(full, full, full, List.of());
    }
}
