package dev.jcompose.engine.image;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestOutput;
import dev.jcompose.engine.content.DigestStream;
import dev.jcompose.engine.content.ImageConfig;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.layer.Layers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The last steps of every way in: unpack what is not unpacked, write manifest and configuration, record the image. */
final class Admission {
    private final ImageStore store;
    private final BlobStore blobs;
    private final Layers layers;
    private final Clock clock;

    Admission(ImageStore store, BlobStore blobs, Layers layers, Clock clock) {
        this.store = store;
        this.blobs = blobs;
        this.layers = layers;
        this.clock = clock;
    }

    /** Admits an image of ours: manifest and configuration are written here. */
    Image admit(NewImage image, List<Reference> names) throws IOException {
        byte[] config = Json.write(image.config());
        return admit(config, image.blobs(), names);
    }

    /** Admits an image whose configuration must keep its bytes, since they are its id. */
    Image admit(byte[] config, List<Descriptor> layerBlobs, List<Reference> names) throws IOException {
        Digest id = blobs.write(config);
        byte[] manifest =
                Json.write(Manifest.image(Descriptor.of(MediaType.OCI_CONFIG, id, config.length), layerBlobs));
        var described = Descriptor.of(MediaType.OCI_MANIFEST, blobs.write(manifest), manifest.length);
        return admit(config, described, layerBlobs, names);
    }

    /** Admits an image with a manifest that came with it; both are blobs already. */
    Image admit(byte[] configBytes, Descriptor manifest, List<Descriptor> layerBlobs, List<Reference> names)
            throws IOException {
        var config = Json.read(configBytes, ImageConfig.class);
        var diffIds = config.rootfs().diffIds();
        if (diffIds.size() != layerBlobs.size()) {
            throw EngineException.invalid("the image's configuration names " + diffIds.size() + " layers, its manifest "
                    + layerBlobs.size() + ": the image is damaged");
        }
        var unpacked = new ArrayList<Image.Layer>();
        for (int i = 0; i < diffIds.size(); i++) {
            unpacked.add(unpack(diffIds.get(i), layerBlobs.get(i)));
        }
        var image = new Image(
                Digest.of(configBytes), manifest, config, unpacked, ImageStore.size(unpacked), clock.instant());
        layers.hold("image " + image.id(), diffIds);
        store.put(image, names);
        return image;
    }

    Image.Layer unpack(Digest diffId, Descriptor blob) throws IOException {
        if (!layers.has(diffId)) {
            try (var packed = blobs.open(blob.digest())) {
                layers.unpack(diffId, packed);
            }
        }
        return new Image.Layer(diffId, blob, layers.usage(diffId));
    }

    /** {@code base} with the layer that {@code archive} is, packed or not. */
    NewImage layer(NewImage base, InputStream archive, ImageConfig.History step) throws IOException {
        try (var incoming = blobs.ingest()) {
            var tar = new DigestStream(Compression.open(archive));
            tar.transferTo(incoming.output());
            Digest diffId = tar.digest();
            incoming.commit(diffId);
            return base.plusLayer(diffId, Descriptor.of(MediaType.OCI_LAYER, diffId, tar.count()), step);
        }
    }

    /** {@code base} with the layer that {@code source} writes. */
    NewImage layerOf(NewImage base, Images.LayerSource source, ImageConfig.History step) throws IOException {
        try (var incoming = blobs.ingest()) {
            var tar = new DigestOutput(new BufferedOutputStream(incoming.output(), 1 << 16));
            source.writeTo(tar);
            tar.flush();
            Digest diffId = tar.digest();
            incoming.commit(diffId);
            return base.plusLayer(diffId, Descriptor.of(MediaType.OCI_LAYER, diffId, tar.count()), step);
        }
    }

    /** The image with every layer of ours packed: what leaves this machine should be small. */
    Image packed(Image image) throws IOException {
        var layersPacked = new ArrayList<Image.Layer>();
        for (var layer : image.layers()) {
            boolean plain = layer.blob().mediaType().equals(MediaType.OCI_LAYER);
            layersPacked.add(plain ? new Image.Layer(layer.diffId(), pack(layer.blob()), layer.size()) : layer);
        }
        if (layersPacked.equals(image.layers())) {
            return image;
        }
        byte[] manifest = Json.write(Manifest.image(
                Descriptor.of(MediaType.OCI_CONFIG, image.id(), size(image.id())),
                layersPacked.stream().map(Image.Layer::blob).toList()));
        var described = Descriptor.of(MediaType.OCI_MANIFEST, blobs.write(manifest), manifest.length);
        return new Image(image.id(), described, image.config(), layersPacked, image.size(), image.taggedAt());
    }

    private Descriptor pack(Descriptor plain) throws IOException {
        try (var incoming = blobs.ingest();
                var in = blobs.open(plain.digest())) {
            var out = new DigestOutput(incoming.output());
            var gzip = new GZIPOutputStream(out, 1 << 16);
            in.transferTo(gzip);
            gzip.finish();
            Digest digest = out.digest();
            incoming.commit(digest);
            return Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, out.count());
        }
    }

    long size(Digest blob) {
        return blobs.size(blob);
    }

    ImageConfig.History step(String createdBy, String comment) {
        return new ImageConfig.History(clock.instant(), createdBy, "", comment, false);
    }
}
