package dev.jcompose.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Which limits this host can hold. */
record CgroupChecks(Path root) {
    private static final List<String> WANTED = List.of("memory", "cpu", "cpuset", "pids");

    List<Finding> all() {
        Path tree = root.resolve("sys/fs/cgroup");
        boolean second = Files.exists(tree.resolve("cgroup.controllers"));
        boolean first = Stream.of("memory", "pids", "cpu").anyMatch(name -> Files.isDirectory(tree.resolve(name)));
        if (!second && !first) {
            return List.of(Finding.missing("cgroups", "not mounted", "mount -t cgroup2 none /sys/fs/cgroup"));
        }
        List<String> there = second
                ? Arrays.asList(Text.line(tree.resolve("cgroup.controllers")).split(" ", -1))
                : WANTED.stream()
                        .filter(name -> Files.isDirectory(tree.resolve(name)))
                        .toList();
        List<String> absent =
                WANTED.stream().filter(name -> !there.contains(name)).toList();
        String version = "version " + (second ? "2" : "1");
        return List.of(
                absent.isEmpty()
                        ? Finding.good("cgroups", version)
                        : Finding.note(
                                "cgroups",
                                version + ", without " + String.join(", ", absent) + ": such limits cannot hold",
                                absent.contains("memory")
                                        ? "boot the kernel with cgroup_enable=memory"
                                        : "boot the kernel without cgroup_disable=, or use one built with them"));
    }
}
