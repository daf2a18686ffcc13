package dev.jcompose.engine.image;

import dev.jcompose.api.image.Progress;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.registry.Registry;
import dev.jcompose.engine.registry.Upload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends an image to a registry. Layers made here are packed first, once: the image keeps the packed form. */
final class ImagePush {
    private final Registry registry;
    private final Admission admission;
    private final ImageStore store;

    ImagePush(Registry registry, Admission admission, ImageStore store) {
        this.registry = registry;
        this.admission = admission;
        this.store = store;
    }

    Digest push(Image unpacked, Reference ref, AuthConfig auth, ProgressSink progress) throws IOException {
        progress.status("The push refers to repository [" + ref.repository() + "]");
        unpacked.layers().forEach(l -> progress.send(Progress.layer(l.diffId().shortened(), "Preparing")));
        Upload upload = registry.upload(ref, auth);
        Image image = admission.packed(unpacked);
        var elsewhere = store.namesOf(image.id()).stream()
                .filter(n -> n.digest().isPresent()
                        && n.domain().equals(ref.domain())
                        && !n.path().equals(ref.path()))
                .map(Reference::path)
                .distinct()
                .toList();
        for (var layer : image.layers()) {
            layer(upload, layer, elsewhere, progress);
        }
        upload.blob(Descriptor.of("", image.id(), admission.size(image.id())), List.of());
        String tag = ref.tag().orElse("latest");
        Digest digest = upload.manifest(image.manifest(), tag);
        store.put(image, List.of(new Reference(ref.domain(), ref.path(), Optional.empty(), Optional.of(digest))));
        progress.status(
                tag + ": digest: " + digest + " size: " + image.manifest().size());
        progress.send(Progress.aux(Map.of(
                "Tag",
                tag,
                "Digest",
                digest.toString(),
                "Size",
                image.manifest().size())));
        return digest;
    }

    private static void layer(Upload upload, Image.Layer layer, List<String> elsewhere, ProgressSink progress)
            throws IOException {
        String id = layer.diffId().shortened();
        progress.send(Progress.layer(id, "Pushing", 0, layer.blob().size()));
        var outcome = upload.blob(layer.blob(), elsewhere);
        progress.send(Progress.layer(
                id,
                switch (outcome) {
                    case EXISTED -> "Layer already exists";
                    case MOUNTED -> "Mounted from another repository";
                    case PUSHED -> "Pushed";
                }));
    }
}
