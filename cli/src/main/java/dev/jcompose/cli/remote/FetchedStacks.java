package dev.jcompose.cli.remote;

import dev.jcompose.cli.Variables;
import dev.jcompose.compose.load.RemoteException;
import dev.jcompose.compose.load.RemoteResources;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stack files from git repositories and registries, each fetched once a call and kept by its commit or digest. */
public final class FetchedStacks implements RemoteResources {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private final Map<String, String> env;
    private final PrintStream warnings;
    private final Map<String, String> files = new HashMap<>();

    /** What lies where, by what the address of each of its files begins with. */
    private final Map<Path, String> roots = new LinkedHashMap<>();

    public FetchedStacks(Map<String, String> env, PrintStream warnings) {
        this.env = env;
        this.warnings = warnings;
    }

    @Override
    public String fetch(String name) throws RemoteException {
        String known = files.get(name);
        if (known == null) {
            boolean registry = name.startsWith("oci://");
            requireOn(registry ? "COMPOSE_EXPERIMENTAL_OCI_REMOTE" : "COMPOSE_EXPERIMENTAL_GIT_REMOTE", name);
            known = registry ? fromRegistry(name) : fromGit(name);
            files.put(name, known);
        }
        return known;
    }

    /** Compose's switches: unset is on. */
    private void requireOn(String variable, String name) throws RemoteException {
        String set = env.getOrDefault(variable, "");
        if (!set.isEmpty() && !Variables.isOn(env, variable)) {
            throw new RemoteException(name + " is not fetched, as " + variable + " is \"" + set + "\"");
        }
    }

    private String fromRegistry(String name) throws RemoteException {
        Path folder = new OciFiles(new RemoteCache(env), env, warnings).folder(name);
        roots.putIfAbsent(folder, name + "#");
        return folder.resolve("compose.yaml").toString();
    }

    private String fromGit(String name) throws RemoteException {
        GitCheckouts.Address address = GitCheckouts.Address.parse(name);
        Path root = new GitCheckouts(new RemoteCache(env), env).checkout(address.repository(), address.ref());
        roots.putIfAbsent(root, address.ofFiles());
        Path named = root.resolve(address.folder()).normalize();
        if (!named.startsWith(root)) {
            throw new RemoteException(name + " leads out of its repository");
        }
        if (!Files.isDirectory(named)) {
            return named.toString();
        }
        return NAMES.stream()
                .map(named::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new RemoteException(name + " has no compose.yaml"));
    }

    @Override
    public @Nullable String root(String file) {
        Path path = Path.of(file);
        return roots.keySet().stream()
                .filter(path::startsWith)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    /** A text about files, in which those that were fetched have the addresses that the user knows. */
    public String withAddresses(String text) {
        String told = text;
        for (Map.Entry<Path, String> root : roots.entrySet()) {
            String prefix = root.getValue();
            told = told.replace(root.getKey() + "/", prefix)
                    .replace(root.getKey().toString(), prefix.replaceFirst("#.*", ""));
        }
        return told;
    }
}
