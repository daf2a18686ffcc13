package dev.jcompose.cli.remote;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.registry.Registry;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.engine.registry.RemoteArtifact;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Registries as the caller reaches them, with the caller's logins and the host's {@code /etc/jcompose}. */
public final class Registries {
    private static final Path SETTINGS = Path.of("/etc/jcompose");

    private final Registry registry;
    private final RegistryLogins logins;
    private final Map<Reference, Digest> digests = new HashMap<>();

    public Registries(Map<String, String> env, PrintStream warnings) {
        this.logins = new RegistryLogins(env, warnings);
        try {
            this.registry = new Registry(
                    RegistrySettings.load(SETTINGS, env), new BlobStore(new RemoteCache(env).folder("content")));
        } catch (IOException e) {
            throw EngineException.unavailable("the cache cannot be used: " + e.getMessage(), e);
        }
    }

    RemoteArtifact artifact(Reference ref) throws IOException {
        return registry.artifact(ref, logins.login(RegistryLogins.registryOf(ref.familiar())));
    }

    /** An image's name in full, with the digest that its registry has for it now; one that has a digest keeps it. */
    public String pinned(String image) {
        Reference ref = Reference.parse(image);
        if (ref.digest().isPresent()) {
            return ref.repository() + "@" + ref.digest().get();
        }
        try {
            Digest digest = digests.get(ref);
            if (digest == null) {
                digest = registry.digest(ref, logins.login(RegistryLogins.registryOf(ref.familiar())));
                digests.put(ref, digest);
            }
            return "%s:%s@%s".formatted(ref.repository(), ref.tag().orElse("latest"), digest);
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "failed to resolve digest for %s: %s".formatted(image, e.getMessage()), e);
        }
    }
}
