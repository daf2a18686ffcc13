package dev.jcompose.http.route;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.image.ImageDeleted;
import dev.jcompose.api.image.Progress;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /images}. */
public final class ImageRoutes {
    private static final String TAR = "application/x-tar";

    private final Images images;
    private final Events events;

    public ImageRoutes(Images images, Events events) {
        this.images = images;
        this.events = events;
    }

    public void addTo(Router router) {
        router.get("/images/json", this::list)
                .get("/images/search", this::search)
                .get("/images/get", (request, response) -> save(request.query().all("names"), response))
                .post("/images/create", this::create)
                .post("/images/load", this::load)
                .post("/images/prune", this::prune)
                .get("/images/{name...}/json", (request, response) -> response.json(images.inspect(name(request))))
                .get("/images/{name...}/history", (request, response) -> response.json(images.history(name(request))))
                .get("/images/{name...}/get", (request, response) -> save(List.of(name(request)), response))
                .post("/images/{name...}/push", this::push)
                .post("/images/{name...}/tag", this::tag)
                .delete("/images/{name...}", this::remove)
                .get(
                        "/distribution/{name...}/json",
                        (request, response) -> response.json(images.describe(name(request), RegistryAuth.of(request))));
    }

    private static String name(Request request) {
        return request.variable("name");
    }

    private void list(Request request, Response response) {
        var filters = request.query().filters();
        String older = request.query().text("filter");
        if (!older.isEmpty()) {
            filters.put("reference", List.of(older));
        }
        response.json(images.list(request.query().flag("all"), filters));
    }

    private void search(Request request, Response response) {
        throw new EngineException(
                ErrorKind.NOT_SUPPORTED,
                "searching Docker Hub is not offered: look for images on the registry's own page and pull them by name");
    }

    private void create(Request request, Response response) throws IOException {
        if (request.query().text("fromSrc").isEmpty()) {
            pull(request, response);
        } else {
            importTar(request, response);
        }
    }

    private void pull(Request request, Response response) throws IOException {
        Reference ref = named(request.query().text("fromImage"), request.query().text("tag"));
        var platform = Platform.parse(request.query().text("platform"));
        var auth = RegistryAuth.of(request);
        ProgressStream.run(request, response, progress -> {
            images.pull(ref, platform, auth, progress);
            publish("pull", ref.familiar(), ref.familiar());
        });
    }

    /** A name and a tag that may be a digest, given apart or together; without either the tag is {@code latest}. */
    static Reference named(String name, String tag) {
        if (name.isEmpty()) {
            throw EngineException.invalid("no image was named");
        }
        String separator = tag.startsWith("sha256:") ? "@" : ":";
        Reference ref = Reference.parse(tag.isEmpty() ? name : name + separator + tag);
        return ref.tag().isEmpty() && ref.digest().isEmpty() ? ref.withTag("latest") : ref;
    }

    private void importTar(Request request, Response response) throws IOException {
        var query = request.query();
        if (!query.text("fromSrc").equals("-")) {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    "import from a URL is not offered: download it and give the file to docker import");
        }
        Optional<Reference> name = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(named(query.text("repo"), query.text("tag")));
        var platform = Platform.parse(query.text("platform"));
        if (!platform.os().equals("linux")) {
            throw EngineException.invalid("operating system is not supported: " + platform.os());
        }
        var config = ConfigChanges.apply(ContainerConfig.EMPTY, query.all("changes"));
        ProgressStream.run(request, response, progress -> {
            Image made = images.importTar(request.body(), name, platform, config, query.text("message"));
            publish(
                    "import",
                    made.id().toString(),
                    name.map(Reference::familiar).orElse(""));
            progress.status(made.id().toString());
        });
    }

    private void load(Request request, Response response) throws IOException {
        InputStream archive = request.body();
        boolean quiet = request.query().flag("quiet");
        ProgressStream.run(request, response, progress -> {
            ProgressSink told = quiet ? line -> sendText(progress, line) : progress;
            for (Image each : images.load(archive, told)) {
                publish("load", each.id().toString(), each.id().toString());
            }
        });
    }

    /** What remains of a load's progress where none is wanted: which images it loaded. */
    private static void sendText(ProgressSink progress, Progress line) {
        if (!line.stream().isEmpty()) {
            progress.send(line);
        }
    }

    private void save(List<String> names, Response response) throws IOException {
        if (names.isEmpty()) {
            throw EngineException.invalid("no image was named");
        }
        names.forEach(images::requireSavable);
        try (OutputStream out = response.stream(200, TAR)) {
            images.save(names, out);
        }
        for (String name : names) {
            var tagged = images.tagged(name).keySet();
            var saved = tagged.isEmpty() ? Set.of(images.resolve(name)) : tagged;
            saved.forEach(image -> publish("save", image.id().toString(), name));
        }
    }

    private void push(Request request, Response response) throws IOException {
        String name = name(request);
        String tag = request.query().text("tag");
        List<Reference> refs = tag.isEmpty() ? tags(name) : List.of(named(name, tag));
        refs.forEach(ref -> images.resolve(ref.familiar()));
        var auth = RegistryAuth.of(request);
        ProgressStream.run(request, response, progress -> {
            for (Reference ref : refs) {
                images.push(ref, auth, progress);
                publish("push", ref.familiar(), ref.familiar());
            }
        });
    }

    /** A repository without a tag means all its tags. */
    private List<Reference> tags(String name) {
        var all = images.tagged(name).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Reference::familiar))
                .toList();
        return all.isEmpty() ? List.of(named(name, "")) : all;
    }

    private void tag(Request request, Response response) {
        Reference ref = named(request.query().text("repo"), request.query().text("tag"));
        images.tag(name(request), ref);
        publish("tag", images.resolve(name(request)).id().toString(), ref.familiar());
        response.empty(201);
    }

    private void remove(Request request, Response response) throws IOException {
        String name = name(request);
        String id = images.resolve(name).id().toString();
        List<ImageDeleted> removed = images.remove(name, request.query().flag("force"));
        for (ImageDeleted each : removed) {
            if (each.deleted().isEmpty()) {
                publish("untag", id, each.untagged());
            } else if (each.deleted().equals(id)) {
                publish("delete", id, id);
            }
        }
        response.json(removed);
    }

    private void prune(Request request, Response response) throws IOException {
        var filters = request.query().filters();
        boolean dangling = Filters.truth(filters, "dangling", true);
        filters.remove("dangling");
        var pruned = images.prune(!dangling, filters);
        events.publish("image", "prune", "", Map.of("reclaimed", Long.toString(pruned.spaceReclaimed())));
        response.json(pruned);
    }

    private void publish(String action, String id, String name) {
        events.publish("image", action, id, Map.of("name", name));
    }
}
