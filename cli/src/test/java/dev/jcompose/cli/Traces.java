package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Everything of one daemon that its host could notice, but the daemon itself, images and what builds keep for the next. */
final class Traces {
    private Traces() {}

    /** @param folder of the daemon: what is told lies under its {@code data} and {@code run}, or bears its instance */
    static Set<String> of(Path folder) throws IOException, InterruptedException {
        var found = new TreeSet<String>();
        String instance = Files.readString(folder.resolve("data/instance")).strip();
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(mount -> mount.contains(folder + "/"))
                .map(mount -> "mount " + mount)
                .forEach(found::add);
        entries(Path.of("/sys/class/net"), instance).forEach(found::add);
        for (String controller : List.of("memory", "pids", "")) {
            entries(Path.of("/sys/fs/cgroup", controller), instance).forEach(found::add);
        }
        for (String part : List.of("data/containers", "data/snapshots", "data/volumes", "data/build/contexts")) {
            entries(folder.resolve(part), "").forEach(found::add);
        }
        for (String part : List.of("containers", "crun", "netns", "runner", "rootfs", "secrets")) {
            entries(folder.resolve("run/" + part), "").forEach(found::add);
        }
        ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("conmon") && line.contains(folder + "/"))
                .forEach(found::add);
        rules("jcompose_" + instance)
                .lines()
                // The default network goes out of the way of others' subnets.
                .map(line -> line.replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+", "SUBNET"))
                .forEach(found::add);
        return found;
    }

    /** Waits until there is nothing else, since the kernel ends links and processes in its own time, and says what is left. */
    static void awaitOnly(Set<String> before, Path folder) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    var left = new TreeSet<>(of(folder));
                    left.removeAll(before);
                    assertEquals(Set.of(), left);
                });
    }

    private static String rules(String table) throws IOException, InterruptedException {
        var list = new ProcessBuilder("nft", "list", "table", "inet", table)
                .redirectErrorStream(true)
                .start();
        String text = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        list.waitFor();
        return text;
    }

    private static List<String> entries(Path folder, String part) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(Path::toString)
                    .filter(entry -> entry.substring(folder.toString().length()).contains(part))
                    .toList();
        }
    }
}
