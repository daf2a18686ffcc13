package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads what a stack's secrets and configs name, with the rights of the caller: the daemon opens none of these files. */
final class FileContents {
    /** The daemon keeps them in its state, and takes a stack as one request. */
    private static final long MOST = 8 << 20;

    private FileContents() {}

    /**
     * {@code secrets/NAME} and {@code configs/NAME} → content, from a file, the environment or the stack file itself.
     *
     * @param started services that are started: what only others are granted may be missing, and is left out then
     * @throws EngineException NOT_FOUND or FORBIDDEN for what one of them is granted and cannot be read
     */
    static Map<String, byte[]> of(Project project, List<String> started) {
        if (started.size() == project.services().size()) {
            return of(project, name -> true, name -> true);
        }
        Set<String> needed = new HashSet<>();
        for (String name : started) {
            JsonNode service = project.service(name);
            addGrants(service, "secrets", needed);
            addGrants(service, "configs", needed);
            addGrants(service.path("build"), "secrets", needed);
        }
        return of(project, name -> true, needed::contains);
    }

    /** What no build is granted is not read and stands there empty: nobody asks for it. */
    static Map<String, byte[]> ofBuilds(Project project) {
        Set<String> granted = new HashSet<>();
        project.model().path("services").forEach(service -> addGrants(service.path("build"), "secrets", granted));
        return of(project, granted::contains, name -> true);
    }

    /** @param holder a service, or its {@code build} */
    private static void addGrants(JsonNode holder, String kind, Set<String> to) {
        holder.path(kind)
                .forEach(grant -> to.add(kind + "/" + grant.path("source").asText()));
    }

    private static Map<String, byte[]> of(Project project, Predicate<String> wanted, Predicate<String> needed) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        project.values().forEach((name, value) -> contents.put(name, value.getBytes(StandardCharsets.UTF_8)));
        for (String kind : new String[] {"secrets", "configs"}) {
            project.model().path(kind).properties().forEach(entry -> {
                String name = kind + "/" + entry.getKey();
                String path = kind + "." + entry.getKey();
                JsonNode source = entry.getValue();
                if (!wanted.test(name)) {
                    contents.put(name, new byte[0]);
                } else if (!needed.test(name) && isMissing(source, contents.containsKey(name))) {
                    return;
                } else if (source.hasNonNull("content")) {
                    contents.put(name, source.get("content").asText().getBytes(StandardCharsets.UTF_8));
                } else if (source.hasNonNull("file")) {
                    contents.put(
                            name,
                            read(path + ".file: ", Path.of(source.get("file").asText())));
                } else if (source.hasNonNull("environment") && !contents.containsKey(name)) {
                    throw EngineException.notFound(path + ".environment: the environment variable "
                            + source.get("environment").asText() + " is not set");
                }
            });
        }
        return contents;
    }

    private static boolean isMissing(JsonNode source, boolean hasValue) {
        return source.hasNonNull("file")
                ? !Files.isReadable(Path.of(source.get("file").asText()))
                : source.hasNonNull("environment") && !hasValue;
    }

    private static byte[] read(String where, Path file) {
        try {
            WarmCommands.needRoomFor(file);
            if (Files.size(file) > MOST) {
                throw EngineException.invalid(
                        where + file + " is larger than 8 MiB, the most that a secret or config holds: "
                                + "mount it, as in `volumes: [\"./" + file.getFileName() + ":/etc/" + file.getFileName()
                                + ":ro\"]`");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            ErrorKind kind = Files.exists(file) ? ErrorKind.FORBIDDEN : ErrorKind.NOT_FOUND;
            String why = Files.isDirectory(file)
                    ? "is a folder; name a file"
                    : Files.exists(file) ? "cannot be read by you" : "does not exist";
            throw new EngineException(kind, where + file + " " + why, e);
        }
    }
}
