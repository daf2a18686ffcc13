package dev.jcompose.cli;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Scalar;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a Dockerfile's line stands that the daemon tells by its number: it has the file without the folder of the caller. */
final class Dockerfiles {
    private static final Pattern FAULT = Pattern.compile("(?:build|check) image (\\S+): .*?\\bline (\\d+): .*");

    private Dockerfiles() {}

    /**
     * @param line of a message
     * @return {@code file:line}; of a Dockerfile in the stack file, where that begins; null where the message is of no such line
     */
    static @Nullable String place(Mapping project, String line) {
        Matcher fault = FAULT.matcher(line);
        Mapping services = project.mapping("services");
        if (!fault.matches() || services == null) {
            return null;
        }
        for (String name : services.keys()) {
            Mapping service = services.mapping(name);
            Mapping build = service == null ? null : service.mapping("build");
            if (service != null
                    && build != null
                    && fault.group(1).equals(text(service, "image", text(project, "name", "") + "-" + name))) {
                return place(build, Integer.parseInt(fault.group(2)));
            }
        }
        return null;
    }

    private static String place(Mapping build, int line) {
        if (build.get("dockerfile_inline") instanceof Scalar inline) {
            return inline.position().toString();
        }
        Path file = Path.of(text(build, "context", ".")).resolve(text(build, "dockerfile", "Dockerfile"));
        return file.normalize() + ":" + line;
    }

    private static String text(Mapping mapping, String key, String otherwise) {
        return mapping.get(key) instanceof Scalar value ? value.text() : otherwise;
    }
}
