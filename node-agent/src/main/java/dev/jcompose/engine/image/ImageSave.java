package dev.jcompose.engine.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes images as an OCI layout that also has Docker's {@code manifest.json}; blobs keep their bytes and digests. */
final class ImageSave {
    private final Images images;
    private final BlobStore blobs;

    ImageSave(Images images, BlobStore blobs) {
        this.images = images;
        this.blobs = blobs;
    }

    private record Entry(
            @JsonProperty("Config") String config,
            @JsonProperty("RepoTags") List<String> repoTags,
            @JsonProperty("Layers") List<String> layers) {}

    void save(List<String> refs, OutputStream out) throws IOException {
        var chosen = new LinkedHashMap<Image, List<Reference>>();
        for (String ref : refs) {
            meant(ref).forEach((image, asked) -> {
                var names = chosen.computeIfAbsent(image, i -> new ArrayList<>());
                asked.stream().filter(n -> !names.contains(n)).forEach(names::add);
            });
        }
        var tar = new TarWriter(out);
        tar.write(TarEntry.directory("blobs", 0755));
        tar.write(TarEntry.directory("blobs/sha256", 0755));
        var written = new HashSet<Digest>();
        for (Image image : chosen.keySet()) {
            write(tar, image.id(), written);
            for (var layer : image.layers()) {
                write(tar, layer.blob().digest(), written);
            }
            write(tar, image.manifest().digest(), written);
        }
        document(tar, "index.json", Json.write(Manifest.index(index(chosen))));
        document(tar, "manifest.json", Json.write(docker(chosen)));
        if (chosen.values().stream().anyMatch(names -> !names.isEmpty())) {
            document(tar, "repositories", Json.write(repositories(chosen)));
        }
        document(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        tar.finish();
    }

    /** NOT_FOUND where there is nothing to save under {@code ref}. */
    void require(String ref) {
        meant(ref);
    }

    /** A repository without a tag means all its tags; an id means no name. */
    private Map<Image, List<Reference>> meant(String ref) {
        var all = images.tagged(ref);
        if (!all.isEmpty()) {
            return all;
        }
        Image image = images.resolve(ref);
        return Map.of(
                image,
                images.names(image).stream()
                        .filter(n -> n.tag().isPresent())
                        .filter(n -> n.familiar().equals(ref) || n.toString().equals(ref))
                        .toList());
    }

    private void write(TarWriter tar, Digest digest, Set<Digest> written) throws IOException {
        if (written.add(digest)) {
            try (var blob = blobs.open(digest)) {
                tar.write(TarEntry.file(path(digest), 0644, blobs.size(digest)), blob);
            }
        }
    }

    private static void document(TarWriter tar, String name, byte[] bytes) throws IOException {
        tar.write(TarEntry.file(name, 0644, bytes.length), bytes);
    }

    private static List<Descriptor> index(Map<Image, List<Reference>> chosen) {
        var all = new ArrayList<Descriptor>();
        chosen.forEach((image, names) -> {
            if (names.isEmpty()) {
                all.add(image.manifest());
            }
            names.forEach(n -> all.add(image.manifest()
                    .annotated(Map.of(
                            "io.containerd.image.name",
                            n.toString(),
                            "org.opencontainers.image.ref.name",
                            n.tag().orElse("latest")))));
        });
        return all;
    }

    private static List<Entry> docker(Map<Image, List<Reference>> chosen) {
        return chosen.entrySet().stream()
                .map(e -> new Entry(
                        path(e.getKey().id()),
                        e.getValue().stream().map(Reference::familiar).toList(),
                        e.getKey().layers().stream()
                                .map(l -> path(l.blob().digest()))
                                .toList()))
                .toList();
    }

    /** Repository → tag → the uppermost layer: what loaders of the time before {@code manifest.json} read. */
    private static Map<String, Map<String, String>> repositories(Map<Image, List<Reference>> chosen) {
        var all = new TreeMap<String, Map<String, String>>();
        chosen.forEach((image, names) -> {
            if (!image.layers().isEmpty()) {
                String top = image.layers().getLast().blob().digest().hex();
                names.forEach(name -> all.computeIfAbsent(name.familiarRepository(), each -> new TreeMap<>())
                        .put(name.tag().orElse("latest"), top));
            }
        });
        return all;
    }

    private static String path(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }
}
