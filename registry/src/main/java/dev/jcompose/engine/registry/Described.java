package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What a registry has under a name, without fetching it: its manifest or index, and the platforms that it is for. */
public record Described(Descriptor descriptor, List<Platform> platforms) {

    static Described find(Session session, BlobStore blobs, Reference ref) throws IOException {
        String wanted =
                ref.digest().map(Object::toString).orElseGet(() -> ref.tag().orElse("latest"));
        var top = GetManifest.by(session, wanted, ref.familiar());
        if (top.manifest().isIndex()) {
            List<Platform> platforms = top.manifest().manifests().stream()
                    .map(Descriptor::platform)
                    .filter(Objects::nonNull)
                    .toList();
            return new Described(top.described(), platforms);
        }
        Descriptor config = top.manifest().config();
        if (config == null || config.size() > RemoteImage.LARGEST_CONFIG) {
            throw EngineException.invalid(
                    "the manifest of " + ref.familiar() + " names no configuration of a sane size");
        }
        new GetBlob(session, blobs).fetch(config, n -> {});
        return new Described(top.described(), List.of(Json.read(blobs.read(config.digest()), Platform.class)));
    }
}
