package dev.jcompose.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What bounds a container besides its namespaces: AppArmor, seccomp, the host's own limits. */
record ConfinementChecks(Path root) {
    private static final long ROOMY = 65_536;

    List<Finding> all() {
        return List.of(seccomp(), apparmor(), openFiles());
    }

    private Finding seccomp() {
        boolean on = Text.lines(root.resolve("proc/self/status")).anyMatch(line -> line.startsWith("Seccomp:"));
        return Finding.of(on, "seccomp", on ? "on" : "off", "a kernel built with seccomp filters is needed");
    }

    private Finding apparmor() {
        boolean on = Text.line(root.resolve("sys/module/apparmor/parameters/enabled"))
                .equals("Y");
        if (!on) {
            return Finding.note(
                    "AppArmor",
                    "off",
                    "containers run without this second fence; seccomp and capabilities hold all the same");
        }
        boolean parser = Stream.of("usr/sbin/apparmor_parser", "sbin/apparmor_parser")
                .anyMatch(file -> Files.isExecutable(root.resolve(file)));
        return parser
                ? Finding.good("AppArmor", "on; containers get the profile jcompose-default")
                : Finding.note(
                        "AppArmor",
                        "on, but nothing loads the profile jcompose-default: containers are not confined by it",
                        "apt-get install apparmor (`jcompose daemon start` does it)");
    }

    private Finding openFiles() {
        String hard = Text.lines(root.resolve("proc/self/limits"))
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split("\\s+", -1)[4])
                .findFirst()
                .orElse("unlimited");
        boolean roomy = hard.equals("unlimited") || Long.parseLong(hard) >= ROOMY;
        return roomy
                ? Finding.good("open files", "up to " + hard)
                : Finding.note(
                        "open files",
                        "up to " + hard,
                        "where the daemon may not raise it, a larger ulimit of a stack file is cut to that, and said so");
    }
}
