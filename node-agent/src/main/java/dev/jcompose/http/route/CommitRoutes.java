package dev.jcompose.http.route;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerConfig.Identity;
import dev.jcompose.api.container.ContainerConfig.Stdio;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.container.ImageMerge;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code /commit}: an image from a container's changes. */
public final class CommitRoutes {
    private final Containers containers;
    private final Images images;
    private final Snapshots snapshots;

    public CommitRoutes(Containers containers, Images images, Snapshots snapshots) {
        this.containers = containers;
        this.images = images;
        this.snapshots = snapshots;
    }

    private record Committed(String id) {}

    public void addTo(Router router) {
        router.post("/commit", this::commit);
    }

    private void commit(Request request, Response response) throws IOException {
        var query = request.query();
        ContainerInspect container = containers.inspect(query.text("container"));
        Optional<Reference> name = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(ImageRoutes.named(query.text("repo"), query.text("tag")));
        // A configuration in the body counts before the container's own.
        ContainerConfig own = container.config();
        ContainerConfig asked = request.json(ContainerConfig.class);
        var config = ConfigChanges.apply(ofImage(ImageMerge.merge(asked, own)), query.all("changes"));
        boolean pauses = query.flag("pause", true)
                && container.state().running()
                && !container.state().paused();
        if (pauses) {
            containers.pause(container.id());
        }
        try {
            Image made = images.commit(
                    images.resolve(container.image()),
                    config,
                    tar -> snapshots.diffOfContainer(container.id(), tar),
                    query.text("author"),
                    query.text("comment"),
                    name);
            containers.committed(
                    container.id(),
                    Map.of(
                            "comment",
                            query.text("comment"),
                            "imageID",
                            made.id().toString(),
                            "imageRef",
                            name.map(Reference::familiar).orElse("")));
            response.json(201, new Committed(made.id().toString()));
        } finally {
            if (pauses) {
                containers.unpause(container.id());
            }
        }
    }

    /** What of a container's configuration belongs to an image: not its name, not its terminal. */
    private static ContainerConfig ofImage(ContainerConfig config) {
        return new ContainerConfig(
                Identity.NONE,
                Stdio.NONE,
                config.command(),
                config.stopping(),
                "",
                config.labels(),
                config.exposedPorts(),
                config.volumes(),
                config.healthcheck(),
                config.onBuild());
    }
}
