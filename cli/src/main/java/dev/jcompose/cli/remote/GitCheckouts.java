package dev.jcompose.cli.remote;

import dev.jcompose.compose.load.RemoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Commits of git repositories as folders, fetched by the {@code git} program, one commit deep and without submodules. */
final class GitCheckouts {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");

    /** Without hooks, helpers that run commands, or questions. */
    private static final List<String> GIT = List.of(
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "protocol.ext.allow=never",
            "-c",
            "protocol.file.allow=never",
            "-c",
            "advice.detachedHead=false");

    private final RemoteCache cache;
    private final Map<String, String> env;

    GitCheckouts(RemoteCache cache, Map<String, String> env) {
        this.cache = cache;
        this.env = env;
    }

    /** The folder of a commit. */
    Path checkout(String repository, String ref) throws RemoteException {
        if (repository.startsWith("-") || ref.startsWith("-")) {
            throw new RemoteException("%s#%s is no address of a git repository".formatted(repository, ref));
        }
        Path all = cache.folder("git");
        String commit = COMMIT.matcher(ref).matches() ? ref : commit(repository, ref);
        Path folder = all.resolve(commit);
        if (!Files.isDirectory(folder)) {
            fetch(repository, commit, all, folder);
        }
        return folder;
    }

    private String commit(String repository, String ref) throws RemoteException {
        String wanted = ref.isEmpty() ? "HEAD" : ref;
        String listed = run(repository, null, "ls-remote", "--", repository, wanted, wanted + "^{}");
        String commit = "";
        for (String line : listed.lines().toList()) {
            String[] parts = line.split("\t", 2);
            // Of an annotated tag the last line names the commit.
            if (COMMIT.matcher(parts[0]).matches() && (commit.isEmpty() || parts[1].endsWith("^{}"))) {
                commit = parts[0];
            }
        }
        if (commit.isEmpty()) {
            throw new RemoteException("%s has no branch or tag %s".formatted(repository, wanted));
        }
        return commit;
    }

    private void fetch(String repository, String commit, Path all, Path folder) throws RemoteException {
        try {
            Path fresh = Files.createTempDirectory(all, "new-");
            run(repository, fresh, "init", "--quiet");
            run(
                    repository,
                    fresh,
                    "fetch",
                    "--quiet",
                    "--depth=1",
                    "--no-tags",
                    "--no-recurse-submodules",
                    "--",
                    repository,
                    commit);
            run(repository, fresh, "checkout", "--quiet", "FETCH_HEAD");
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another call fetched the same commit meanwhile.
        } catch (IOException e) {
            throw new RemoteException("%s cannot be kept: %s".formatted(repository, e.getMessage()));
        }
    }

    private String run(String repository, @Nullable Path folder, String... words) throws RemoteException {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(env);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        if (!env.containsKey("GIT_SSH") && !env.containsKey("GIT_SSH_COMMAND")) {
            builder.environment().put("GIT_SSH_COMMAND", "ssh -o ControlMaster=no -o BatchMode=yes");
        }
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        try {
            Path errors = Files.createTempFile("jcompose-git", ".err");
            try {
                Process git = builder.redirectError(errors.toFile()).start();
                git.getOutputStream().close();
                String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (git.waitFor() != 0) {
                    throw new RemoteException("%s cannot be fetched: git %s: %s"
                            .formatted(
                                    repository,
                                    words[0],
                                    Files.readString(errors).strip()));
                }
                return out;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new RemoteException("git cannot be run, which fetches this: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted");
        }
    }

    /** {@code repository[#ref[:folder]]}. */
    record Address(String repository, String ref, String folder) {
        /** What the address of a file of the repository begins with. */
        String ofFiles() {
            return repository + "#" + ref + ":";
        }

        private static final Pattern FORM = Pattern.compile("([^#]+?)(?:#([^:]*)(?::(.*))?)?");

        static Address parse(String name) throws RemoteException {
            Matcher parts = FORM.matcher(name);
            if (!parts.matches()) {
                throw new RemoteException(name + " is no address of a git repository");
            }
            String repository = parts.group(1).startsWith("github.com/") ? "https://" + parts.group(1) : parts.group(1);
            if (repository.startsWith("http") && !repository.endsWith(".git")) {
                throw new RemoteException(name + " names no git repository: its address ends in .git");
            }
            return new Address(repository, text(parts.group(2)), text(parts.group(3)));
        }

        private static String text(@Nullable String group) {
            return group == null ? "" : group;
        }
    }
}
