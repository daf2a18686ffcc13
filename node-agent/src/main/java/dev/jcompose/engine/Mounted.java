package dev.jcompose.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies on a path, by the kernel's table.
 *
 * @param device {@code major:minor} of the file system
 * @param root the path in that file system which is mounted
 * @param shared whether what is mounted below shows in other namespaces too
 * @param follows whether what is mounted below its master shows here too
 */
public record Mounted(
        String device, Path root, Path point, List<String> options, boolean shared, boolean follows, String type) {
    private static final int DEVICE = 2;
    private static final int ROOT = 3;
    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    /** The mount that a path without links lies on; of several at one point the one that is seen. */
    public static Mounted at(Path path) throws IOException {
        Mounted found = null;
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            Mounted each = of(List.of(line.split(" ")));
            // Of two on the same path the later one is seen.
            if (path.startsWith(each.point) && (found == null || each.point.startsWith(found.point))) {
                found = each;
            }
        }
        if (found == null) {
            throw new IOException("nothing is mounted at " + path);
        }
        return found;
    }

    private static Mounted of(List<String> words) {
        int end = words.indexOf("-");
        return new Mounted(
                words.get(DEVICE),
                path(words.get(ROOT)),
                path(words.get(POINT)),
                List.of(words.get(OPTIONS).split(",")),
                words.subList(OPTIONS + 1, end).stream().anyMatch(word -> word.startsWith("shared:")),
                words.subList(OPTIONS + 1, end).stream().anyMatch(word -> word.startsWith("master:")),
                words.get(end + 1));
    }

    private static Path path(String word) {
        return Path.of(word.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\"));
    }
}
