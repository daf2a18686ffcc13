package dev.jcompose.engine.snapshot;

import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the runtime makes in the writable layer of every container, to mount over it. It is no change of the container's: Docker
 * has it in a layer of its own that nobody sees.
 */
public final class MountPoints {
    /** Relative to the root. */
    public static final List<String> OF_EVERY_CONTAINER =
            List.of("proc", "sys", "dev", "etc/resolv.conf", "etc/hosts", "etc/hostname");

    private static final String ETC = "etc";

    private MountPoints() {}

    /**
     * Those of a layer that are still as the runtime made them, relative to its root; with {@code etc} where nothing else is in
     * it.
     *
     * @param lower open roots of the layers below, the topmost first
     */
    static Set<String> untouched(Dir upper, List<Dir> lower) {
        Set<String> found = new TreeSet<>();
        for (String path : OF_EVERY_CONTAINER) {
            int slash = path.indexOf('/');
            if (slash < 0 && isEmptyFolder(upper, path)) {
                found.add(path);
            } else if (slash > 0 && isFolder(upper.stat(ETC))) {
                try (var etc = upper.child(ETC)) {
                    etc.stat(path.substring(slash + 1))
                            .filter(stat -> stat.isRegular() && stat.size() == 0)
                            .ifPresent(stat -> found.add(path));
                }
            }
        }
        if (isFolder(upper.stat(ETC)) && isNothingElse(upper, found) && isAsBelow(upper.stat(ETC), lower)) {
            found.add(ETC);
        }
        return found;
    }

    private static boolean isFolder(Optional<Stat> stat) {
        return stat.filter(Stat::isDirectory).isPresent();
    }

    private static boolean isEmptyFolder(Dir upper, String name) {
        if (!isFolder(upper.stat(name))) {
            return false;
        }
        try (var dir = upper.child(name)) {
            return dir.list().isEmpty();
        }
    }

    private static boolean isNothingElse(Dir upper, Set<String> found) {
        try (var etc = upper.child(ETC)) {
            List<String> names = etc.list();
            return !names.isEmpty() && names.stream().allMatch(name -> found.contains(ETC + "/" + name));
        }
    }

    /** It came up with the files in it, or is new; a container that gave it other rights has changed it. */
    private static boolean isAsBelow(Optional<Stat> etc, List<Dir> lower) {
        return lower.stream()
                .flatMap(layer -> layer.stat(ETC).stream())
                .findFirst()
                .map(below -> etc.filter(above -> above.uid() == below.uid()
                                && above.gid() == below.gid()
                                && above.permissions() == below.permissions())
                        .isPresent())
                .orElse(true);
    }
}
