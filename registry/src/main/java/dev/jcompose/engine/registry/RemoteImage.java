package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** An image at a registry, its manifest read and its configuration in the store. */
public final class RemoteImage {
    static final long LARGEST_CONFIG = 8 << 20;

    private final Session session;
    private final BlobStore blobs;
    private final Digest digest;
    private final Descriptor manifest;
    private final Descriptor config;
    private final List<Descriptor> layers;

    private RemoteImage(
            Session session,
            BlobStore blobs,
            Digest digest,
            Descriptor manifest,
            Descriptor config,
            List<Descriptor> layers) {
        this.session = session;
        this.blobs = blobs;
        this.digest = digest;
        this.manifest = manifest;
        this.config = config;
        this.layers = layers;
    }

    static RemoteImage find(Session session, BlobStore blobs, Reference ref, Platform platform) throws IOException {
        String wanted =
                ref.digest().map(Digest::toString).orElseGet(() -> ref.tag().orElse("latest"));
        var top = GetManifest.by(session, wanted, ref.familiar());
        blobs.write(top.bytes());
        var image = top;
        if (top.manifest().isIndex()) {
            var chosen = choose(top.manifest(), ref, platform);
            image = GetManifest.by(session, chosen.digest().toString(), ref.familiar());
            blobs.write(image.bytes());
        }
        Descriptor config = image.manifest().config();
        if (config == null || config.size() > LARGEST_CONFIG) {
            throw EngineException.invalid(
                    "the manifest of " + ref.familiar() + " names no configuration of a sane size");
        }
        for (Descriptor layer : image.manifest().layers()) {
            if (!MediaType.isLayer(layer.mediaType()) || layer.size() < 0) {
                throw EngineException.invalid(
                        ref.familiar() + " is no image of a container: it has a part of type " + layer.mediaType());
            }
        }
        new GetBlob(session, blobs).fetch(config, n -> {});
        return new RemoteImage(
                session,
                blobs,
                top.described().digest(),
                image.described(),
                config,
                image.manifest().layers());
    }

    private static Descriptor choose(Manifest index, Reference ref, Platform platform) {
        return index.manifests().stream()
                .filter(m -> m.platform() != null && platform.accepts(m.platform()))
                .findFirst()
                .orElseThrow(() -> EngineException.notFound("no image of " + ref.familiar() + " for " + platform
                        + ": there are "
                        + index.manifests().stream()
                                .map(m -> String.valueOf(m.platform()))
                                .filter(p -> !p.contains("unknown"))
                                .collect(Collectors.joining(", "))));
    }

    /** What the registry knows the reference by: the index, where there is one. */
    public Digest digest() {
        return digest;
    }

    public Descriptor manifest() {
        return manifest;
    }

    public Descriptor config() {
        return config;
    }

    /** The lowest first. */
    public List<Descriptor> layers() {
        return layers;
    }

    /** Brings a layer into the store; {@code progress} is told the bytes that are here. */
    public void fetch(Descriptor layer, LongConsumer progress) throws IOException {
        new GetBlob(session, blobs).fetch(layer, progress);
    }
}
