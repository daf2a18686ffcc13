package dev.jcompose.engine.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who has a port of the host: looked up in /proc when a port turns out to be taken. */
final class PortHolder {
    private PortHolder() {}

    /** {@code process nginx (pid 12)}; empty where /proc does not show one. To be called in the host's namespace. */
    static Optional<String> find(String protocol, int port) {
        var inodes = new HashSet<String>();
        for (var table : List.of(protocol, protocol + "6")) {
            inodes.addAll(inodes(Path.of("/proc/thread-self/net", table), port));
        }
        return inodes.isEmpty() ? Optional.empty() : process(inodes);
    }

    private static Set<String> inodes(Path table, int port) {
        var suffix = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
        var inodes = new HashSet<String>();
        try {
            for (var line : Files.readAllLines(table)) {
                var fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[2].endsWith(":0000")) {
                    inodes.add("socket:[" + fields[9] + "]");
                }
            }
        } catch (IOException e) {
            return inodes;
        }
        return inodes;
    }

    private static Optional<String> process(Set<String> inodes) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, inodes)) {
                    return Optional.of("process "
                            + Files.readString(process.resolve("comm")).strip() + " (pid " + process.getFileName()
                            + ")");
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> inodes) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : descriptors) {
                if (inodes.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // It has ended, or is not ours to look into.
            return false;
        }
        return false;
    }
}
