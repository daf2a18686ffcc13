package dev.jcompose.engine.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.Progress;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestOutput;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an archive of images once, front to back: every member becomes a blob under its own digest, whatever the archive
 * claims; then {@code manifest.json} (Docker) or {@code index.json} (OCI) says what belongs together.
 */
final class ImageLoad {
    /** Configurations, manifests and indexes; what is larger is a layer. */
    static final int LARGEST_DOCUMENT = 8 << 20;

    private static final String NAME = "io.containerd.image.name";
    private static final String REF = "org.opencontainers.image.ref.name";

    private final Admission admission;
    private final BlobStore blobs;
    private final Map<String, Descriptor> members = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    ImageLoad(Admission admission, BlobStore blobs) {
        this.admission = admission;
        this.blobs = blobs;
    }

    record Entry(
            @JsonProperty("Config") String config,
            @JsonProperty("RepoTags") List<String> repoTags,
            @JsonProperty("Layers") List<String> layers) {}

    List<Image> load(InputStream archive, ProgressSink progress) throws IOException {
        readMembers(archive);
        var loaded = new ArrayList<Image>();
        if (members.containsKey("manifest.json")) {
            for (Entry entry : Json.read(document("manifest.json"), Entry[].class)) {
                loaded.add(docker(entry, progress));
            }
        } else if (members.containsKey("index.json")) {
            for (Descriptor each :
                    Json.read(document("index.json"), Manifest.class).manifests()) {
                loaded.add(oci(each, progress));
            }
        } else {
            throw EngineException.invalid(
                    "the archive has neither manifest.json nor index.json: it holds no images (for a root file system use import)");
        }
        return loaded;
    }

    private void readMembers(InputStream archive) throws IOException {
        var reader = new TarReader(Compression.open(archive));
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            switch (entry.type()) {
                case FILE -> members.put(entry.path(), store(reader));
                case SYMLINK -> links.put(entry.path(), sibling(entry.path(), entry.linkName()));
                case HARD_LINK -> links.put(entry.path(), TarEntry.clean(entry.linkName()));
                default -> {}
            }
        }
        if (members.isEmpty()) {
            throw EngineException.invalid("the archive is empty: it holds no images");
        }
    }

    private Descriptor store(TarReader reader) throws IOException {
        try (var incoming = blobs.ingest()) {
            var out = new DigestOutput(incoming.output());
            reader.content().transferTo(out);
            Digest digest = out.digest();
            incoming.commit(digest);
            return Descriptor.of(MediaType.OCI_LAYER, digest, out.count());
        }
    }

    private static String sibling(String path, String target) {
        return TarEntry.clean(path.substring(0, path.lastIndexOf('/') + 1) + target);
    }

    private Image docker(Entry entry, ProgressSink progress) throws IOException {
        var layers = new ArrayList<Descriptor>();
        for (String path : entry.layers()) {
            layers.add(typed(member(path)));
        }
        var names = entry.repoTags().stream().map(Reference::parse).toList();
        return loaded(admission.admit(document(entry.config()), layers, names), names, progress);
    }

    private Image oci(Descriptor described, ProgressSink progress) throws IOException {
        Manifest manifest = manifest(described);
        Descriptor at = described;
        if (manifest.isIndex()) {
            at = manifest.manifests().stream()
                    .filter(m -> m.platform() == null || Platform.HOST.accepts(m.platform()))
                    .filter(m -> blobs.has(m.digest()))
                    .findFirst()
                    .orElseThrow(() -> EngineException.invalid("the archive has no image for " + Platform.HOST));
            manifest = manifest(at);
        }
        if (manifest.config() == null) {
            throw EngineException.invalid("the archive's manifest " + at.digest() + " names no configuration");
        }
        for (Descriptor layer : manifest.layers()) {
            require(layer.digest());
        }
        var names = names(described.annotations());
        byte[] config = bounded(manifest.config().digest());
        return loaded(admission.admit(config, at, manifest.layers(), names), names, progress);
    }

    private static List<Reference> names(Map<String, String> annotations) {
        String full = annotations.getOrDefault(NAME, annotations.getOrDefault(REF, ""));
        boolean onlyTag = !annotations.containsKey(NAME) && full.indexOf(':') < 0 && full.indexOf('/') < 0;
        return full.isEmpty() || onlyTag ? List.of() : List.of(Reference.parse(full));
    }

    private Manifest manifest(Descriptor described) {
        return Json.read(bounded(described.digest()), Manifest.class);
    }

    private static Image loaded(Image image, List<Reference> names, ProgressSink progress) {
        if (names.isEmpty()) {
            progress.send(Progress.stream("Loaded image ID: " + image.id() + "\n"));
        }
        names.forEach(n -> progress.send(Progress.stream("Loaded image: " + n.familiar() + "\n")));
        return image;
    }

    /** The media type says how the blob is packed: a registry will ask. */
    private Descriptor typed(Descriptor member) throws IOException {
        try (var in = new java.io.BufferedInputStream(blobs.open(member.digest()))) {
            String type = switch (Compression.detect(in)) {
                case GZIP -> MediaType.OCI_LAYER_GZIP;
                case ZSTD -> MediaType.OCI_LAYER + "+zstd";
                default -> MediaType.OCI_LAYER;
            };
            return Descriptor.of(type, member.digest(), member.size());
        }
    }

    private Descriptor member(String path) {
        String at = TarEntry.clean(path);
        for (int hops = 0; links.containsKey(at) && hops < 8; hops++) {
            at = links.getOrDefault(at, at);
        }
        Descriptor found = members.get(at);
        if (found == null) {
            throw EngineException.invalid("the archive names " + path + " but does not have it");
        }
        return found;
    }

    private byte[] document(String path) {
        return bounded(member(path).digest());
    }

    private byte[] bounded(Digest digest) {
        require(digest);
        if (blobs.size(digest) > LARGEST_DOCUMENT) {
            throw EngineException.invalid("the archive has a document of " + blobs.size(digest) + " bytes");
        }
        return blobs.read(digest);
    }

    private void require(Digest digest) {
        if (!blobs.has(digest)) {
            throw EngineException.invalid("the archive names " + digest + " but does not have it");
        }
    }
}
