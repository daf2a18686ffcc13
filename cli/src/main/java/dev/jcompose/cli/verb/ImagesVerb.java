package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.image.ImageInspect;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerRow;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Human;
import dev.jcompose.cli.output.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code images}: those that the containers were made of. */
public final class ImagesVerb implements Verb {
    private static final String NONE = "<none>";

    @Override
    public String summary() {
        return "List images used by the created containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.text("--format", "string", "Format output: table, json, or a template such as {{.Repository}}")
                .takes("table", "json")
                .flag("-q,--quiet", "Only display IDs");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        List<StackContainer> containers = stack.containersIfAny(given.words());
        if (given.flag("--quiet")) {
            containers.stream()
                    .map(c -> c.imageId().replace("sha256:", ""))
                    .distinct()
                    .forEach(at.out()::println);
            return 0;
        }
        String format = given.text("--format", "table");
        boolean json = format.equals("json");
        Map<String, Optional<ImageInspect>> images = new HashMap<>();
        Listing listing = new Listing("ContainerName", "Repository", "Tag", "Platform", "ID", "Size", "Created")
                .headed(Map.of("ContainerName", "CONTAINER", "ID", "IMAGE ID"))
                .wide();
        for (StackContainer container : containers) {
            Optional<ImageInspect> image = images.computeIfAbsent(container.imageId(), id -> inspected(stack, id));
            listing.row(row(container, image.orElse(null), json));
        }
        listing.printWhole(format, at.out());
        return 0;
    }

    /** Of an image's names that by which the container was made, where it still has it. */
    private static String named(String own, List<String> tags) {
        String whole = isTagged(own) ? own : own + ":latest";
        if (tags.contains(whole)) {
            return whole;
        }
        return tags.isEmpty() ? "" : tags.getFirst();
    }

    private static boolean isTagged(String name) {
        return name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    private static Map<String, Object> row(StackContainer container, @Nullable ImageInspect image, boolean json) {
        String name = image == null ? container.image() : named(container.image(), image.repoTags());
        int colon = name.lastIndexOf(':');
        boolean tagged = isTagged(name);
        long size = image == null ? 0 : image.size();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", json ? container.imageId() : ContainerRow.shortId(container.imageId()));
        row.put("ContainerName", container.name());
        row.put("Repository", name.isEmpty() ? NONE : tagged ? name.substring(0, colon) : name);
        row.put("Tag", name.isEmpty() ? NONE : tagged ? name.substring(colon + 1) : "latest");
        row.put("Platform", image == null ? "" : platform(image.platform()));
        row.put("Size", json ? (Object) size : Human.size(size));
        if (json) {
            if (image != null) {
                row.put("Created", image.created().toString());
                row.put("LastTagTime", image.metadata().lastTagTime().toString());
            }
        } else {
            row.put(
                    "Created",
                    image == null ? "N/A" : Human.duration(Duration.between(image.created(), Instant.now())) + " ago");
        }
        return row;
    }

    /** {@code linux/arm/v7}. */
    private static String platform(ImageInspect.Platform platform) {
        String kind = platform.os() + "/" + platform.architecture();
        return platform.variant() == null || platform.variant().isEmpty() ? kind : kind + "/" + platform.variant();
    }

    /** Empty where the image is gone, which its containers outlive. */
    private static Optional<ImageInspect> inspected(Stack stack, String image) {
        try {
            return Optional.of(stack.client().get(Target.of("/images/{}/json", image), ImageInspect.class));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
