package dev.jcompose.engine.snapshot;

import dev.jcompose.linux.Native;
import dev.jcompose.linux.file.Dir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Mounts an overlay. All options must fit one page; where the paths of many layers do not, they go in as {@code
 * /proc/self/fd/N}, which is short whatever the data root is called.
 */
final class OverlayMount {
    private static final int PAGE = 4096;
    private static final String FIXED = ",index=off,metacopy=off,redirect_dir=off";

    private OverlayMount() {}

    /** @param lower the topmost first, at least one */
    static void mount(List<Path> lower, Path upper, Path work, Path target) {
        String options = options(lower.stream().map(Path::toString).toList(), upper, work);
        if (options.length() < PAGE) {
            Native.mount("overlay", target, "overlay", 0, options);
            return;
        }
        var open = new ArrayList<Dir>();
        try {
            for (Path each : lower) {
                open.add(Dir.of(each));
            }
            Native.mount(
                    "overlay",
                    target,
                    "overlay",
                    0,
                    options(open.stream().map(Dir::procPath).toList(), upper, work));
        } finally {
            open.forEach(Dir::close);
        }
    }

    private static String options(List<String> lower, Path upper, Path work) {
        return "lowerdir=" + lower.stream().map(OverlayMount::quoted).collect(Collectors.joining(":")) + ",upperdir="
                + quoted(upper.toString()) + ",workdir=" + quoted(work.toString()) + FIXED;
    }

    private static String quoted(String path) {
        return path.replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }
}
