package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerRow;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Human;
import dev.jcompose.cli.output.Listing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code images}: those that the containers were made of. */
public final class ImagesVerb implements Verb {
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
        options.text("--format", "string", "Format the output. Values: [table | json]")
                .flag("-q,--quiet", "Only display IDs");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        List<StackContainer> containers = stack.containers(given.words());
        if (given.flag("--quiet")) {
            containers.stream()
                    .map(c -> c.imageId().replace("sha256:", ""))
                    .distinct()
                    .forEach(at.out()::println);
            return 0;
        }
        Listing listing = new Listing("ContainerName", "Repository", "Tag", "ID", "Size")
                .headed(Map.of("ContainerName", "CONTAINER", "ID", "IMAGE ID"));
        boolean json = given.text("--format", "table").equals("json");
        for (StackContainer container : containers) {
            Map<String, Object> row = new LinkedHashMap<>();
            int colon = container.image().lastIndexOf(':');
            boolean tagged = colon > container.image().lastIndexOf('/');
            long size = size(stack, container.imageId());
            row.put("ID", json ? container.imageId() : ContainerRow.shortId(container.imageId()));
            row.put("ContainerName", container.name());
            row.put("Repository", tagged ? container.image().substring(0, colon) : container.image());
            row.put("Tag", tagged ? container.image().substring(colon + 1) : "latest");
            row.put("Size", json ? (Object) size : Human.size(size));
            listing.row(row);
        }
        if (json) {
            listing.printArray(at.out());
        } else {
            listing.print(given.text("--format", "table"), at.out());
        }
        return 0;
    }

    private static long size(Stack stack, String image) {
        try {
            return stack.client()
                    .get(Target.of("/images/{}/json", image), JsonNode.class)
                    .path("Size")
                    .asLong();
        } catch (EngineException e) {
            if (e.kind() == dev.jcompose.api.error.ErrorKind.NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }
}
