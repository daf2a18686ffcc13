package dev.jcompose.http.route;

import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.api.volume.Volume;
import dev.jcompose.api.volume.VolumeList;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /volumes}. */
public final class VolumeRoutes {
    private final Volumes volumes;

    public VolumeRoutes(Volumes volumes) {
        this.volumes = volumes;
    }

    public void addTo(Router router) {
        router.get("/volumes", this::list)
                .post("/volumes/create", this::create)
                .post("/volumes/prune", this::prune)
                .get("/volumes/{name}", (request, response) -> response.json(volumes.inspect(request.variable("name"))))
                .delete("/volumes/{name}", this::remove);
    }

    private void list(Request request, Response response) {
        var filters = Filters.checked(request.query().filters(), Set.of("dangling", "driver", "label", "name"));
        List<Volume> chosen = volumes.list().stream()
                .filter(v -> Filters.matches(filters, "name", v.name()))
                .filter(v -> Filters.equal(filters, "driver", v.driver()))
                .filter(v -> Filters.labels(filters, labels(v)))
                .filter(v -> !filters.containsKey("dangling")
                        || Filters.truth(filters, "dangling", false)
                                == volumes.users(v.name()).isEmpty())
                .toList();
        response.json(new VolumeList(chosen, List.of()));
    }

    private static Map<String, String> labels(Volume volume) {
        return volume.labels() == null ? Map.of() : volume.labels();
    }

    private void create(Request request, Response response) throws IOException {
        response.json(201, volumes.create(request.json(CreateVolume.class)));
    }

    private void remove(Request request, Response response) {
        volumes.remove(request.variable("name"), request.query().flag("force"));
        response.empty(204);
    }

    private void prune(Request request, Response response) {
        var filters = Filters.checked(request.query().filters(), Set.of("all", "label", "label!"));
        // Before API 1.42 a prune took named volumes too.
        boolean all = Filters.truth(filters, "all", !request.version().atLeast(42));
        response.json(volumes.prune(all, volume -> Filters.labels(filters, labels(volume))));
    }
}
