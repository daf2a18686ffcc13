package dev.jcompose.engine.cdi;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The devices that the files of the folders describe at this moment.
 *
 * @param devices by name; more than one entry where files of one folder disagree
 * @param faults of files that could not be read: the devices of the others are there all the same
 */
record Catalog(List<Path> folders, SortedMap<String, List<Entry>> devices, List<String> faults) {

    record Entry(Path file, CdiFile content, CdiFile.Device device) {}

    /** What a later folder says of a device holds before what an earlier one says. */
    static Catalog read(List<Path> folders) {
        var devices = new TreeMap<String, List<Entry>>();
        List<String> faults = new ArrayList<>();
        for (Path folder : folders) {
            Map<String, List<Entry>> here = new HashMap<>();
            for (Path file : files(folder, faults)) {
                try {
                    CdiFile content = CdiFile.read(file);
                    for (CdiFile.Device each : content.devices()) {
                        here.computeIfAbsent(content.kind() + "=" + each.name(), name -> new ArrayList<>())
                                .add(new Entry(file, content, each));
                    }
                } catch (EngineException e) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
            devices.putAll(here);
        }
        return new Catalog(folders, devices, faults);
    }

    private static List<Path> files(Path folder, List<String> faults) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            faults.add(folder + ": cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    /** INVALID where there is none of this name, or where two files of one folder say what it is. */
    Entry get(String name) {
        List<Entry> found = devices.getOrDefault(name, List.of());
        if (found.isEmpty()) {
            throw EngineException.invalid("no CDI device " + name + ": " + looked());
        }
        if (found.size() > 1) {
            throw EngineException.invalid("CDI device " + name + " is described by "
                    + found.stream().map(each -> each.file().toString()).collect(Collectors.joining(" and by "))
                    + ": remove one");
        }
        return found.getFirst();
    }

    /** Names of the devices of a kind. */
    List<String> ofKind(String kind) {
        return devices.keySet().stream()
                .filter(name -> name.startsWith(kind + "="))
                .toList();
    }

    /** Where was looked, what is there, and what could not be read. */
    String looked() {
        String there = devices.isEmpty() ? "none is there" : "there are " + String.join(", ", devices.keySet());
        String unread = faults.isEmpty() ? "" : "; not read: " + String.join("; ", faults);
        return "looked in " + folders.stream().map(Path::toString).collect(Collectors.joining(", ")) + "; " + there
                + unread;
    }
}
