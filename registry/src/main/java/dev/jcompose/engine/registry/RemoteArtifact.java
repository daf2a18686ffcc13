package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.util.List;

/** Something at a registry that is no image of a container: its parts are files of small size. */
public final class RemoteArtifact {
    private static final long LARGEST_PART = 64 << 20;

    private final Session session;
    private final BlobStore blobs;
    private final String name;
    private final GetManifest.Fetched manifest;

    RemoteArtifact(Session session, BlobStore blobs, String name, String tagOrDigest) throws IOException {
        this.session = session;
        this.blobs = blobs;
        this.name = name;
        this.manifest = GetManifest.by(session, tagOrDigest, name);
    }

    public Digest digest() {
        return manifest.described().digest();
    }

    /** In the order of the manifest. */
    public List<Descriptor> parts() {
        return manifest.manifest().layers();
    }

    /** The bytes of a part. Throws INVALID where it is larger than 64 MiB. */
    public byte[] read(Descriptor part) throws IOException {
        if (part.size() < 0 || part.size() > LARGEST_PART) {
            throw EngineException.invalid(
                    "%s has a part of %,d bytes; no file of a stack is so large".formatted(name, part.size()));
        }
        new GetBlob(session, blobs).fetch(part, n -> {});
        return blobs.read(part.digest());
    }
}
