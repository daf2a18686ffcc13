package dev.jcompose.engine.runtime;

import dev.jcompose.engine.runtime.OciSpec.Seccomp;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.seccomp.Filter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Profiles compiled once. crun compiles a profile for every container, which takes longer than the rest of the creation; given
 * the program it loads that. Other runtimes pass over the annotation and read the profile.
 */
final class SeccompPrograms {
    static final String ANNOTATION = "run.oci.seccomp_bpf_data";

    private static final int RET_ALLOW = 0x7fff0000;
    private static final int RET_ERRNO = 0x00050000;
    private static final int MOST_KEPT = 32;
    private static final List<String> OPERATORS = List.of(
            "",
            "SCMP_CMP_NE",
            "SCMP_CMP_LT",
            "SCMP_CMP_LE",
            "SCMP_CMP_EQ",
            "SCMP_CMP_GE",
            "SCMP_CMP_GT",
            "SCMP_CMP_MASKED_EQ");
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "SCMP_ARCH_X86_64", "x86_64",
            "SCMP_ARCH_X86", "x86",
            "SCMP_ARCH_X32", "x32",
            "SCMP_ARCH_AARCH64", "aarch64",
            "SCMP_ARCH_ARM", "arm");

    private static final Map<Seccomp, Optional<String>> KEPT = new ConcurrentHashMap<>();

    private SeccompPrograms() {}

    /** The program in base 64; empty where only the runtime can compile the profile. */
    static Optional<String> of(Seccomp profile) {
        if (KEPT.size() > MOST_KEPT) {
            KEPT.clear();
        }
        return KEPT.computeIfAbsent(profile, SeccompPrograms::compile);
    }

    private static Optional<String> compile(Seccomp profile) {
        boolean plain = profile.flags().isEmpty()
                && ARCHITECTURES.keySet().containsAll(profile.architectures())
                && isPlain(profile.defaultAction())
                && profile.syscalls().stream().allMatch(s -> isPlain(s.action()));
        if (!plain) {
            return Optional.empty();
        }
        var begun = Filter.begin(action(profile.defaultAction(), profile.defaultErrnoRet()));
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        try (Filter filter = begun.get()) {
            profile.architectures()
                    .forEach(each -> filter.architecture(Objects.requireNonNull(ARCHITECTURES.get(each), each)));
            for (OciSpec.Syscall rule : profile.syscalls()) {
                List<Filter.Argument> arguments = rule.args().stream()
                        .map(a -> new Filter.Argument(a.index(), OPERATORS.indexOf(a.op()), a.value(), a.valueTwo()))
                        .toList();
                int action = action(rule.action(), rule.errnoRet());
                if (rule.action().equals(profile.defaultAction())
                        && action == action(profile.defaultAction(), profile.defaultErrnoRet())) {
                    continue;
                }
                rule.names().forEach(name -> filter.rule(action, name, arguments));
            }
            return Optional.of(Base64.getEncoder().encodeToString(filter.compile()));
        } catch (LinuxException e) {
            // The runtime compiles the profile, or says better what is wrong with it.
            return Optional.empty();
        }
    }

    private static boolean isPlain(String action) {
        return action.equals("SCMP_ACT_ALLOW") || action.equals("SCMP_ACT_ERRNO");
    }

    private static int action(String name, @org.jspecify.annotations.Nullable Integer errno) {
        return name.equals("SCMP_ACT_ALLOW") ? RET_ALLOW : RET_ERRNO | (errno == null ? 1 : errno & 0xffff);
    }
}
