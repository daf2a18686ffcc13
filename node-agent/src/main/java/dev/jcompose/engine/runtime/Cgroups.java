package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cgroup trees of this host: one for each v1 controller, or the single v2 one. A hybrid tree counts as v1. */
public final class Cgroups {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final boolean unified;
    private final Map<String, Path> controllers;

    private Cgroups(boolean unified, Map<String, Path> controllers) {
        this.unified = unified;
        this.controllers = controllers;
    }

    public static Cgroups ofHost() {
        try {
            Map<String, Path> v1 = new LinkedHashMap<>();
            Optional<Path> v2 = Optional.empty();
            for (String line : Files.readAllLines(MOUNTS)) {
                String[] halves = line.split(" - ", 2);
                String[] right = halves[1].split(" ");
                Path mountpoint = Path.of(halves[0].split(" ")[4]);
                if (right[0].equals("cgroup2") && v2.isEmpty()) {
                    v2 = Optional.of(mountpoint);
                } else if (right[0].equals("cgroup")) {
                    for (String option : right[2].split(",")) {
                        v1.putIfAbsent(option, mountpoint);
                    }
                }
            }
            boolean unified = !v1.containsKey("memory") && v2.isPresent();
            return new Cgroups(unified, unified ? Map.of("", v2.get()) : v1);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + MOUNTS, e);
        }
    }

    public boolean isUnified() {
        return unified;
    }

    /** The folder of {@code path} in the tree of {@code controller}; empty where the host has no such controller. */
    public Optional<Path> folder(String controller, String path) {
        return Optional.ofNullable(controllers.get(unified ? "" : controller))
                .map(root -> root.resolve(path.substring(1)));
    }

    /** All folders of {@code path}, one in each tree. */
    List<Path> folders(String path) {
        return controllers.values().stream()
                .distinct()
                .filter(root -> root.startsWith("/sys/fs/cgroup"))
                .map(root -> root.resolve(path.substring(1)))
                .toList();
    }

    /** Where this process is listed in one of the trees. */
    Optional<Path> ownProcesses() {
        return lines(Path.of("/proc/self/cgroup")).stream()
                .map(line -> line.split(":", 3))
                .flatMap(parts -> folder(parts[1].split(",", -1)[0], parts[2]).stream())
                .map(folder -> folder.resolve("cgroup.procs"))
                .findFirst();
    }

    /** Every process in the cgroup, as pids of ours. */
    public List<Integer> processes(String path) {
        return folder("pids", path)
                .or(() -> folder("memory", path))
                .map(folder -> lines(folder.resolve("cgroup.procs")))
                .orElse(List.of())
                .stream()
                .map(Integer::parseInt)
                .toList();
    }

    /** Whether the cgroup's processes are frozen now. */
    public boolean isFrozen(String path) {
        Optional<Path> folder = folder("freezer", path);
        return folder.isPresent()
                && (unified
                        ? lines(folder.get().resolve("cgroup.freeze")).contains("1")
                        : lines(folder.get().resolve("freezer.state")).contains("FROZEN"));
    }

    /** The names right below {@code path} in any tree. */
    public List<String> children(String path) {
        List<String> names = new ArrayList<>();
        for (Path folder : folders(path)) {
            if (Files.isDirectory(folder)) {
                try (var entries = Files.list(folder)) {
                    entries.filter(Files::isDirectory)
                            .map(e -> e.getFileName().toString())
                            .filter(name -> !names.contains(name))
                            .forEach(names::add);
                } catch (IOException e) {
                    throw EngineException.unavailable("cannot list " + folder, e);
                }
            }
        }
        return names;
    }

    /** Removes the cgroup in every tree; {@code false} where a process is still in one. */
    public boolean remove(String path) {
        boolean gone = true;
        for (Path folder : folders(path)) {
            try {
                Files.deleteIfExists(folder);
            } catch (NoSuchFileException e) {
                // What was wanted.
            } catch (DirectoryNotEmptyException e) {
                gone = false;
            } catch (FileSystemException e) {
                // EBUSY: processes or folders are in it.
                gone = false;
            } catch (IOException e) {
                throw EngineException.unavailable("cannot remove " + folder, e);
            }
        }
        return gone;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            // A cgroup that goes while it is read gives ENODEV.
            return List.of();
        }
    }
}
