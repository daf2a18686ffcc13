package dev.jcompose.engine.container;

import dev.jcompose.api.container.LogConfig;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of a container: {@code container.log}, which conmon writes, and older parts {@code .1}, {@code .2}, … The drivers
 * json-file and local are both kept so; none keeps nothing.
 */
final class LogFiles {
    private static final long DEFAULT_SIZE = 20L << 20;
    private static final int DEFAULT_FILES = 5;
    private static final long BACKSTOP = 1L << 30;
    private static final Set<String> DRIVERS = Set.of("json-file", "local", "none");
    private static final Set<String> OPTIONS =
            Set.of("max-size", "max-file", "compress", LogOptions.MODE, LogOptions.BUFFER);

    private final ContainerPaths paths;

    LogFiles(ContainerPaths paths) {
        this.paths = paths;
    }

    /** How much is kept: {@code files} files of about {@code size} bytes each. */
    record Bounds(long size, int files) {
        static Bounds of(LogConfig config) {
            Map<String, String> options = config.config();
            String size = options.getOrDefault("max-size", "");
            String files = options.getOrDefault("max-file", "");
            try {
                int count = files.isEmpty() ? DEFAULT_FILES : Integer.parseInt(files);
                if (count < 1) {
                    throw EngineException.invalid("max-file cannot be less than 1");
                }
                return new Bounds(size.isEmpty() || size.equals("-1") ? DEFAULT_SIZE : bytes(size), count);
            } catch (NumberFormatException e) {
                throw EngineException.invalid("log option max-file=" + files + ": not a number");
            }
        }

        private static long bytes(String text) {
            var m = java.util.regex.Pattern.compile("(\\d+)\\s*([kmgKMG]?)[bB]?")
                    .matcher(text.strip());
            if (!m.matches() || m.group(1).length() > 12) {
                throw EngineException.invalid("log option max-size=" + text + ": write it as 10m or 500k");
            }
            long number = Long.parseLong(m.group(1));
            if (number == 0) {
                throw EngineException.invalid("max-size must be a positive number");
            }
            return switch (m.group(2).toLowerCase(java.util.Locale.ROOT)) {
                case "k" -> number << 10;
                case "m" -> number << 20;
                case "g" -> number << 30;
                default -> number;
            };
        }
    }

    void check(LogConfig config) {
        String type = normal(config).type();
        if (!DRIVERS.contains(type)) {
            throw EngineException.invalid(
                    "logger: no log driver named '" + type + "' is registered: use json-file, local or none");
        }
        for (String option : config.config().keySet()) {
            boolean ofDetails = LogDetails.OPTIONS.contains(option) && !type.equals("local");
            if (!OPTIONS.contains(option) && !ofDetails) {
                throw EngineException.invalid("unknown log opt '" + option + "' for " + type + " log driver");
            }
        }
        Bounds.of(config);
        LogOptions.check(config.config());
        LogDetails.check(config.config());
    }

    static LogConfig normal(LogConfig config) {
        return config.type().isEmpty() || config.type().equals("default")
                ? new LogConfig("json-file", config.config())
                : config;
    }

    static boolean isKept(ContainerRecord record) {
        return !record.host().running().logConfig().type().equals("none");
    }

    /** Where conmon shall write; null for nowhere. An existing log is continued. */
    @Nullable
    Path prepare(ContainerRecord record) {
        if (!isKept(record)) {
            return null;
        }
        try {
            Files.createDirectories(paths.data(record.id()));
        } catch (IOException e) {
            throw EngineException.unavailable("cannot make " + paths.data(record.id()), e);
        }
        return paths.log(record.id());
    }

    /** Where conmon truncates by itself: far above what we let it grow to, for when no daemon rotates. */
    static long backstop(ContainerRecord record) {
        if (!isKept(record)) {
            return -1;
        }
        var bounds = Bounds.of(record.host().running().logConfig());
        return Math.max(BACKSTOP, bounds.size() * bounds.files());
    }

    /** The parts that exist, the oldest first. */
    List<Path> parts(String id) {
        List<Path> parts = new ArrayList<>();
        Path current = paths.log(id);
        for (int i = 1; Files.exists(part(current, i)); i++) {
            parts.addFirst(part(current, i));
        }
        if (Files.exists(current)) {
            parts.add(current);
        }
        return parts;
    }

    static Path part(Path current, int number) {
        return current.resolveSibling(current.getFileName() + "." + number);
    }

    void delete(String id) {
        Path folder = paths.data(id);
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot remove " + folder, e);
        }
    }
}
