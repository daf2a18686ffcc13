package dev.jcompose.compose.load;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stack files that are not on this host, and what those may read that were fetched. */
public final class Remote {
    private static final Pattern REMOTE = Pattern.compile("(?:oci|https?|git|ssh)://.*|git@[^:]+:.*|github\\.com/.*");

    private final RemoteResources resources;
    private final Problems problems;

    Remote(RemoteResources resources, Problems problems) {
        this.resources = resources;
        this.problems = problems;
    }

    /** Whether a name is none of a file of this host. */
    public static boolean isRemote(String name) {
        return REMOTE.matcher(name).matches();
    }

    /** The fetched file, or null and a problem. */
    @Nullable
    String fetch(String name, Position named) {
        try {
            String file = resources.fetch(name);
            return mayRead(file, file, named) ? file : null;
        } catch (RemoteException e) {
            problems.missingFile("remote-resource", named, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Whether a stack file may read a path; where it may not, it came from elsewhere and leads out of its checkout. */
    boolean mayRead(String stackFile, String path, Position named) {
        String root = resources.root(stackFile);
        if (root == null || isInside(Path.of(root), Path.of(path))) {
            return true;
        }
        problems.missingFile();
        String leads = Path.of(path).normalize().startsWith(root) ? "leads by a link out of" : "is outside of";
        problems.error(
                "outside-checkout",
                named,
                "%s %s %s, where this file came from".formatted(path, leads, root),
                "a stack from elsewhere reads its own files alone; check it out to let it read more");
        return false;
    }

    private static boolean isInside(Path root, Path path) {
        try {
            Path existing = path.toAbsolutePath().normalize();
            Path rest = Path.of("");
            while (existing.getParent() != null && !existing.toFile().exists()) {
                rest = existing.getFileName().resolve(rest);
                existing = existing.getParent();
            }
            // Links are followed, so that none leads out.
            return existing.toRealPath().resolve(rest).normalize().startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
