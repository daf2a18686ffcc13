package dev.jcompose.cli.remote;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.compose.load.RemoteException;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.registry.RemoteArtifact;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Stacks that were published to a registry, as folders of files. */
final class OciFiles {
    private static final String YAML = "application/vnd.docker.compose.file+yaml";
    private static final String VARIABLES = "application/vnd.docker.compose.envfile";
    private static final String FILE = "com.docker.compose.file";
    private static final String EXTENDED = "com.docker.compose.extends";

    private final RemoteCache cache;
    private final Map<String, String> env;
    private final PrintStream warnings;

    OciFiles(RemoteCache cache, Map<String, String> env, PrintStream warnings) {
        this.cache = cache;
        this.env = env;
        this.warnings = warnings;
    }

    /** The folder that holds {@code compose.yaml} and what it needs. */
    Path folder(String name) throws RemoteException {
        try {
            RemoteArtifact artifact =
                    new Registries(env, warnings).artifact(Reference.parse(name.substring("oci://".length())));
            Path all = cache.folder("oci");
            Path folder = all.resolve(artifact.digest().hex());
            if (!Files.isDirectory(folder)) {
                Path fresh = Files.createTempDirectory(all, "new-");
                write(name, artifact, fresh);
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException e) {
            throw new RemoteException("%s cannot be fetched: %s".formatted(name, e.getMessage()));
        } catch (EngineException e) {
            throw new RemoteException("%s: %s".formatted(name, e.getMessage()));
        }
    }

    private static void write(String name, RemoteArtifact artifact, Path folder) throws IOException, RemoteException {
        boolean found = false;
        for (Descriptor part : artifact.parts()) {
            switch (part.mediaType()) {
                case YAML -> {
                    boolean extended = part.annotations().containsKey(EXTENDED);
                    append(
                            folder,
                            extended ? part.annotations().getOrDefault(FILE, "") : "compose.yaml",
                            artifact.read(part),
                            "\n---\n");
                    found = true;
                }
                case VARIABLES ->
                    append(
                            folder,
                            part.annotations().getOrDefault("com.docker.compose.envfile", ""),
                            artifact.read(part),
                            "\n");
                default -> {
                    // Images and their digests are for who deploys offline.
                }
            }
        }
        if (!found) {
            throw new RemoteException(name + " is no published stack: it has no part of type " + YAML);
        }
    }

    private static void append(Path folder, String name, byte[] bytes, String between)
            throws IOException, RemoteException {
        Path file = folder.resolve(name).normalize();
        if (name.isEmpty() || !folder.equals(file.getParent())) {
            throw new RemoteException("the part named \"%s\" would be written outside of its folder".formatted(name));
        }
        if (Files.exists(file)) {
            Files.writeString(file, between, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        }
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
