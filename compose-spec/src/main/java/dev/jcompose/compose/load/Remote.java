package dev.jcompose.compose.load;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import java.util.regex.Pattern;

/** Stack files that are not on this host. */
final class Remote {
    private static final Pattern REMOTE = Pattern.compile("(?:oci|https?|git|ssh)://.*|git@[^:]+:.*|github\\.com/.*");

    private Remote() {}

    static boolean isRemote(String path) {
        return REMOTE.matcher(path).matches();
    }

    static void refuse(String path, Position position, Problems problems) {
        problems.missingFile(
                "remote-resource",
                position,
                "%s is not on this host; stack files from git and registries are not read yet (check it out and name the local path)"
                        .formatted(path));
    }
}
