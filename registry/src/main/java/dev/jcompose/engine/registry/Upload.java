package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pushing to one repository: blobs first, then the manifest that names them. */
public final class Upload {
    /** How a blob came to be there. */
    public enum Outcome {
        EXISTED,
        MOUNTED,
        PUSHED
    }

    private final Session session;
    private final BlobStore blobs;

    Upload(Session session, BlobStore blobs) {
        this.session = session;
        this.blobs = blobs;
    }

    /** Meets the registry once, so that an address that does not answer is found before anything else. */
    Upload check() throws IOException {
        var answer = session.get(session.endpoint().resolve("/v2/"), Map.of());
        if (answer.statusCode() != 200) {
            throw Refusal.of(answer, session, "repository " + session.repository());
        }
        answer.body().close();
        return this;
    }

    /**
     * Sends a blob unless it is there.
     *
     * @param elsewhere repositories of the same registry that may have the blob already
     */
    public Outcome blob(Descriptor blob, List<String> elsewhere) throws IOException {
        var head = session.send("HEAD", session.uri("blobs/" + blob.digest()), Map.of(), BodyPublishers.noBody());
        head.body().close();
        if (head.statusCode() == 200) {
            return Outcome.EXISTED;
        }
        for (String from : elsewhere) {
            var answer = start("?mount=" + blob.digest() + "&from=" + from);
            answer.body().close();
            if (answer.statusCode() == 201) {
                return Outcome.MOUNTED;
            }
            if (answer.statusCode() == 202) {
                put(location(answer), blob);
                return Outcome.PUSHED;
            }
        }
        var answer = start("");
        if (answer.statusCode() != 202) {
            throw Refusal.of(answer, session, "push to " + session.repository());
        }
        answer.body().close();
        put(location(answer), blob);
        return Outcome.PUSHED;
    }

    private HttpResponse<InputStream> start(String query) throws IOException {
        return session.send("POST", session.uri("blobs/uploads/" + query), Map.of(), BodyPublishers.noBody());
    }

    private URI location(HttpResponse<InputStream> answer) throws IOException {
        return answer.headers()
                .firstValue("Location")
                .map(l -> session.uri("blobs/uploads/").resolve(l))
                .orElseThrow(() -> new IOException("the registry names no place to upload to"));
    }

    private void put(URI location, Descriptor blob) throws IOException {
        URI at = URI.create(location + (location.getQuery() == null ? "?" : "&") + "digest=" + blob.digest());
        Path file = blobs.path(blob.digest());
        var body =
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file)), Math.max(1, blob.size()));
        var answer = session.send(
                "PUT",
                at,
                Map.of("Content-Type", "application/octet-stream"),
                blob.size() == 0 ? BodyPublishers.noBody() : body);
        if (answer.statusCode() != 201 && answer.statusCode() != 204) {
            throw Refusal.of(answer, session, "upload of blob " + blob.digest());
        }
        answer.body().close();
    }

    private static InputStream open(Path file) {
        try {
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the manifest under {@code tag} and gives its digest. */
    public Digest manifest(Descriptor manifest, String tag) throws IOException {
        byte[] bytes = blobs.read(manifest.digest());
        var answer = session.send(
                "PUT",
                session.uri("manifests/" + tag),
                Map.of("Content-Type", manifest.mediaType()),
                BodyPublishers.ofByteArray(bytes));
        if (answer.statusCode() != 201 && answer.statusCode() != 200) {
            throw Refusal.of(answer, session, "manifest for " + session.repository() + ":" + tag);
        }
        answer.body().close();
        Digest kept = answer.headers()
                .firstValue("Docker-Content-Digest")
                .map(Digest::parse)
                .orElse(manifest.digest());
        if (!kept.equals(manifest.digest())) {
            throw EngineException.invalid("registry " + session.endpoint() + " keeps the manifest as " + kept
                    + ", it was sent as " + manifest.digest());
        }
        return kept;
    }
}
