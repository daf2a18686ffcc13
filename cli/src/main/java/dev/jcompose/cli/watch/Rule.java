package dev.jcompose.cli.watch;

import dev.jcompose.api.container.ExecConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a service's {@code develop.watch}.
 *
 * @param path absolute, of a file or folder that may not be there yet
 * @param action {@code rebuild}, {@code sync}, {@code restart}, {@code sync+restart} or {@code sync+exec}
 * @param target in the container; empty where nothing is copied
 * @param exec what {@code sync+exec} runs in each container
 * @param include what alone counts; null: everything
 * @param ignore sets of patterns, any of which leaves a path out
 */
record Rule(
        String service,
        Path path,
        String action,
        String target,
        boolean initialSync,
        @Nullable ExecConfig exec,
        @Nullable PathPatterns include,
        List<PathPatterns> ignore) {

    boolean syncs() {
        return action.startsWith("sync");
    }

    /** Whether something that happened at the path concerns this rule. That the watched folder itself came or went does not. */
    boolean takes(Path changed, Seen seen) {
        if (!changed.startsWith(path) || (changed.equals(path) && seen.kind() == Seen.Kind.FOLDER)) {
            return false;
        }
        return (include == null || include.match(changed)) && ignore.stream().noneMatch(each -> each.match(changed));
    }

    /** Whether nothing at the path or below it can concern this rule, so that a folder need not be watched. */
    boolean leavesOut(Path folder) {
        return folder.startsWith(path)
                && !folder.equals(path)
                && ignore.stream().anyMatch(each -> !each.hasExceptions() && each.match(folder));
    }

    /** Where the path lies in the container. */
    String there(Path changed) {
        String below = path.relativize(changed).toString();
        String at = target.endsWith("/") ? target : target + "/";
        if (below.isEmpty()) {
            return target.endsWith("/") ? at + changed.getFileName() : target;
        }
        return at + below;
    }
}
