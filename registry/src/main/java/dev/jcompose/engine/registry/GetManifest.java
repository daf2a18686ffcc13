package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Fetches a manifest or index by tag or digest. */
final class GetManifest {
    private static final int LARGEST = 4 << 20;

    /** Manifest, its exact bytes, and what to call them by. */
    @SuppressWarnings("ArrayRecordComponent")
    record Fetched(Manifest manifest, byte[] bytes, Descriptor described) {}

    private GetManifest() {}

    static Fetched by(Session session, String tagOrDigest, String what) throws IOException {
        var accept = String.join(", ", MediaType.MANIFESTS);
        var answer = session.get(session.uri("manifests/" + tagOrDigest), Map.of("Accept", accept));
        if (answer.statusCode() != 200) {
            throw Refusal.of(answer, session, "manifest for " + what);
        }
        byte[] bytes;
        try (var body = answer.body()) {
            bytes = body.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw EngineException.invalid("the manifest of " + what + " is larger than " + LARGEST + " bytes");
        }
        Digest digest = Digest.of(bytes);
        if (tagOrDigest.startsWith("sha256:") && !digest.toString().equals(tagOrDigest)) {
            throw EngineException.invalid("registry " + session.endpoint() + " gave for " + tagOrDigest
                    + " something whose digest is " + digest);
        }
        var manifest = Json.read(bytes, Manifest.class);
        if (manifest.schemaVersion() != 2) {
            throw EngineException.invalid(what + " is offered in the manifest format " + manifest.schemaVersion()
                    + ", which is obsolete: push the image again with a tool of today");
        }
        String type = Optional.of(manifest.mediaType())
                .filter(t -> !t.isEmpty())
                .or(() -> answer.headers().firstValue("Content-Type"))
                .orElse(MediaType.OCI_MANIFEST);
        return new Fetched(manifest, bytes, Descriptor.of(type, digest, bytes.length));
    }
}
