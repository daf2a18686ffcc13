package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What runtimes say in terms of their own system calls, told in terms of the stack file, with what would work. */
final class RuntimeWords {
    private static final List<Saying> SAYINGS = List.of(
            new Saying(
                    "open `?/proc/sys/([^`:]+)`?: No such file or directory",
                    "sysctls",
                    m -> dotted(m.group(1)),
                    m -> "there is no sysctl " + dotted(m.group(1))
                            + " in a container on this kernel: look for its name below /proc/sys in one without it"),
            new Saying(
                    "write to `?/proc/sys/([^`:]+)`?: (.+)",
                    "sysctls",
                    m -> dotted(m.group(1)),
                    m -> "sysctl " + dotted(m.group(1)) + ": the kernel does not take this value (" + m.group(2)
                            + "): read /proc/sys/" + m.group(1) + " in a container without it for what it looks like"),
            new Saying(
                    ".*(?:rt_runtime|rt_period|[Rr]eal-?time).*",
                    "cpu_rt_runtime",
                    m -> "",
                    m -> "cpu_rt_runtime and cpu_rt_period cannot be had on this host (" + m.group()
                            + "): they need cgroups of version 1, a kernel with CONFIG_RT_GROUP_SCHED, and real-time left"
                            + " to give in cpu.rt_runtime_us of the cgroups above; take them out, or use cpu_shares"),
            new Saying(
                    "mount `([^`]+)` to `/?([^`]+)`: Not a directory",
                    "volumes",
                    m -> "/" + m.group(2),
                    m -> "cannot mount " + m.group(1) + " on /" + m.group(2)
                            + ": one is a folder and the other is not: mount a folder on a folder, or a file on a file"),
            new Saying(
                    "mkdir `?([^`:]+)`?: Not a directory",
                    "volumes",
                    m -> m.group(1),
                    m -> "cannot make the mount target " + m.group(1)
                            + ": a part of this path is a file of the image: choose a target below a folder"),
            new Saying(
                    "mkdir `?(/(?:proc|sys)/[^`:]+)`?: .+",
                    "volumes",
                    m -> m.group(1),
                    m -> "cannot make the mount target " + m.group(1)
                            + ": only the kernel makes files there: choose a target that exists, or one elsewhere"),
            new Saying(
                    ".*Too many open files.*",
                    "ulimits",
                    m -> "nofile",
                    m -> "the ulimit nofile is too small even to start a container (" + m.group()
                            + "): give it 64 or more"),
            new Saying(
                    "write to seccomp fd.*",
                    "ulimits",
                    m -> "fsize",
                    m -> "the ulimit fsize is too small even to start a container (" + m.group()
                            + "): it is in bytes, give it 65536 or more; where none is set, the disk under the daemon's run folder is"
                            + " full"));

    private RuntimeWords() {}

    private record Saying(
            Pattern pattern, String key, Function<MatchResult, String> item, Function<MatchResult, String> told) {
        Saying(String pattern, String key, Function<MatchResult, String> item, Function<MatchResult, String> told) {
            this(Pattern.compile(pattern), key, item, told);
        }

        private EngineException of(MatchResult found) {
            return new EngineException(ErrorKind.INTERNAL, told.apply(found)).about(key, item.apply(found));
        }
    }

    /** The failure with what it is about; empty where what the runtime says can be understood. */
    static Optional<EngineException> told(String printed) {
        return SAYINGS.stream()
                .flatMap(saying ->
                        saying.pattern().matcher(printed).results().limit(1).map(saying::of))
                .findFirst();
    }

    private static String dotted(String path) {
        return path.replace('/', '.');
    }
}
