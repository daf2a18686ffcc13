package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** The registries of the world, as one. Any thread may call. */
public final class Registry {
    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final BlobStore blobs;

    public Registry(RegistrySettings settings, BlobStore blobs) {
        this.settings = settings;
        this.http = new RegistryHttp(settings);
        this.blobs = blobs;
    }

    /**
     * Finds the image for {@code platform}, from the first mirror or registry that has it. Manifests and configuration are in
     * the store then, layers are not.
     *
     * @throws Unreachable where not one of them could be connected to
     */
    public RemoteImage find(Reference ref, Platform platform, AuthConfig auth) throws IOException {
        return attempt(
                settings.forPull(ref.domain()),
                endpoint ->
                        RemoteImage.find(new Session(http, endpoint, ref.path(), "pull", auth), blobs, ref, platform));
    }

    /** What the first mirror or registry that has it says of {@code ref}. Throws {@link Unreachable} as {@link #find}. */
    public Described describe(Reference ref, AuthConfig auth) throws IOException {
        return attempt(
                settings.forPull(ref.domain()),
                endpoint -> Described.find(new Session(http, endpoint, ref.path(), "pull", auth), blobs, ref));
    }

    /**
     * Finds an artifact of files.
     *
     * @throws Unreachable where no registry could be connected to
     */
    public RemoteArtifact artifact(Reference ref, AuthConfig auth) throws IOException {
        String wanted =
                ref.digest().map(Digest::toString).orElseGet(() -> ref.tag().orElse("latest"));
        return attempt(settings.forPull(ref.domain()), endpoint -> {
            var session = new Session(http, endpoint, ref.path(), "pull", auth);
            return new RemoteArtifact(session, blobs, ref.familiar(), wanted);
        });
    }

    /** What a registry knows a reference by now: the digest of its manifest or index. */
    public Digest digest(Reference ref, AuthConfig auth) throws IOException {
        return artifact(ref, auth).digest();
    }

    /** A session that may push to the repository of {@code ref}. */
    public Upload upload(Reference ref, AuthConfig auth) throws IOException {
        return attempt(settings.forPush(ref.domain()), endpoint -> {
            var session = new Session(http, endpoint, ref.path(), "pull,push", auth);
            return new Upload(session, blobs).check();
        });
    }

    /** Checks a login; throws UNAUTHORIZED where the registry refuses it. */
    public void login(AuthConfig auth) throws IOException {
        String domain = auth.serverAddress().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        String registry = domain.isEmpty() || domain.equals("index.docker.io") ? Reference.HUB : domain;
        attempt(settings.forPush(registry), endpoint -> {
            new Ping(http, endpoint, auth).check();
            return endpoint;
        });
    }

    private interface Action<T> {
        T at(Endpoint endpoint) throws IOException;
    }

    /** Tries the ways in turn. What the last one that answered said is the answer. */
    private static <T> T attempt(List<Endpoint> ways, Action<T> action) throws IOException {
        EngineException refused = null;
        IOException failed = null;
        var unreachable = new ArrayList<String>();
        for (Endpoint way : ways) {
            try {
                return action.at(way);
            } catch (EngineException e) {
                refused = e;
                if (!way.isMirror()) {
                    break;
                }
            } catch (IOException e) {
                if (Unreachable.isCause(e)) {
                    unreachable.add(way + ": " + Unreachable.describe(e));
                } else {
                    refused = broken(way, e);
                }
                failed = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
        throw new Unreachable(unreachable, failed == null ? new IOException("no way to it") : failed);
    }

    private static EngineException broken(Endpoint way, IOException e) {
        String hint = e instanceof SSLException
                ? ": put its authority into certs.d/" + way.authority() + "/ca.crt, or name it in insecure-registries"
                : "";
        return new EngineException(
                ErrorKind.UNAVAILABLE, "registry " + way + " cannot be used: " + Unreachable.describe(e) + hint, e);
    }
}
