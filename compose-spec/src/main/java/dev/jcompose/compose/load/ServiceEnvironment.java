package dev.jcompose.compose.load;

import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.environment.EnvironmentFiles;
import dev.jcompose.compose.interpolate.Variables;
import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Room;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts what a service's env files and label files say into its environment and labels. */
final class ServiceEnvironment {
    private final String folder;
    private final Map<String, String> environment;
    private final Room room;
    private final Problems problems;

    /** @param folder what paths that were left relative are taken from */
    ServiceEnvironment(String folder, Map<String, String> environment, Room room, Problems problems) {
        this.folder = folder;
        this.environment = environment;
        this.room = room;
        this.problems = problems;
    }

    /**
     * The service with its environment complete and without its env files.
     *
     * @param started where it is not, and one of its files is missing, all of them stay as they are
     */
    Mapping withVariables(Mapping service, boolean started) {
        Mapping own = resolved(service.mapping("environment"), service);
        List<Mapping> files = envFiles(service);
        if (!started && files.stream().anyMatch(file -> isRequired(file) && !Files.exists(path(file)))) {
            return service;
        }
        if (files.isEmpty()) {
            return own.isEmpty() ? service : service.with("environment", own);
        }
        return with(service.without("env_file"), "environment", all(own, files), own.origin());
    }

    private Map<String, Mapping.Entry> all(Mapping own, List<Mapping> files) {
        Map<String, String> values = new HashMap<>();
        own.entries().forEach(entry -> {
            if (entry.value() instanceof Scalar scalar && scalar.string() != null) {
                values.put(entry.key(), scalar.text());
            }
        });
        Map<String, Mapping.Entry> all = new TreeMap<>(CodePoints.ORDER);
        for (Mapping file : files) {
            Map<String, String> before = new HashMap<>(values);
            read(file, values, name -> {
                String value = environment.get(name);
                return value == null ? own.string(name) : value;
            });
            values.forEach((key, value) -> {
                if (!value.equals(before.get(key))) {
                    Origin origin = file.origin().then(Origin.Step.ENVIRONMENT, file.string("path"));
                    all.put(key, new Mapping.Entry(key, file.position(), new Scalar(value, origin)));
                }
            });
        }
        own.entries().forEach(entry -> all.put(entry.key(), entry));
        return all;
    }

    private Mapping resolved(@Nullable Mapping own, Mapping service) {
        if (own == null) {
            return Mapping.empty(service.origin());
        }
        return own.map((key, value) -> {
            String found = value.isNull() ? environment.get(key) : null;
            return found == null ? value : new Scalar(found, value.origin().then(Origin.Step.ENVIRONMENT, key));
        });
    }

    private static List<Mapping> envFiles(Mapping service) {
        Sequence files = service.sequence("env_file");
        return files == null
                ? List.of()
                : files.items().stream()
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .toList();
    }

    private Path path(Mapping file) {
        return Path.of(folder).resolve(String.valueOf(file.string("path")));
    }

    private static boolean isRequired(Mapping file) {
        return !Boolean.FALSE.equals(file.value("required"));
    }

    private void read(Mapping file, Map<String, String> values, Variables known) {
        Path path = path(file);
        if (!Files.exists(path)) {
            if (isRequired(file)) {
                problems.error("no-such-file", file.position(), "env file %s not found".formatted(path));
            }
            return;
        }
        String format = file.string("format");
        read(path, format == null ? "" : format, file, known, values);
    }

    private void read(Path path, String format, Node from, Variables known, Map<String, String> values) {
        try {
            EnvironmentFiles.read(
                    path,
                    format,
                    room,
                    known,
                    values,
                    name -> problems.warn(
                            "unset-variable",
                            from.position(),
                            "The \"%s\" variable is not set. Defaulting to a blank string.".formatted(name)));
        } catch (EnvironmentFileException e) {
            EnvironmentFault.report(e, from.position(), problems);
        }
    }

    /** The service with its labels complete. */
    Mapping withLabels(Mapping service) {
        Sequence files = service.sequence("label_file");
        if (files == null) {
            return service;
        }
        Map<String, String> labels = new HashMap<>();
        Map<String, Mapping.Entry> all = new TreeMap<>(CodePoints.ORDER);
        for (Node file : files.items()) {
            Path path = Path.of(folder).resolve(file instanceof Scalar scalar ? scalar.text() : "");
            if (!Files.exists(path)) {
                problems.error("no-such-file", file.position(), "label file %s not found".formatted(path));
                continue;
            }
            Map<String, String> read = new HashMap<>();
            read(path, "", file, labels::get, read);
            labels.putAll(read);
            Origin origin = file.origin().then(Origin.Step.ENVIRONMENT, path.toString());
            read.forEach(
                    (key, value) -> all.put(key, new Mapping.Entry(key, file.position(), new Scalar(value, origin))));
        }
        Mapping own = service.mapping("labels");
        if (own != null) {
            own.entries().forEach(entry -> all.put(entry.key(), entry));
        }
        return with(service, "labels", all, files.origin());
    }

    private static Mapping with(Mapping service, String key, Map<String, Mapping.Entry> entries, Origin origin) {
        if (entries.isEmpty()) {
            return service.without(key);
        }
        Mapping.Builder all = Mapping.builder(origin);
        entries.values().forEach(all::put);
        return service.with(key, all.build());
    }
}
