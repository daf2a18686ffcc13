package dev.jcompose.engine.snapshot;

import dev.jcompose.api.container.Change;
import dev.jcompose.engine.archive.Whiteout;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares a writable layer with the layers below it, as {@code docker diff} tells it. */
final class SnapshotChanges {
    private static final int MODIFIED = 0;
    private static final int ADDED = 1;
    private static final int DELETED = 2;

    private final List<Dir> lower;
    private final List<Change> found = new ArrayList<>();
    private Set<String> mountPoints = Set.of();

    /** @param lower open roots, the topmost first */
    SnapshotChanges(List<Dir> lower) {
        this.lower = lower;
    }

    List<Change> of(Dir upper) {
        mountPoints = MountPoints.untouched(upper, lower);
        walk(upper, "");
        return found;
    }

    private void walk(Dir dir, String path) {
        for (String name : dir.list()) {
            String child = path + "/" + name;
            if (mountPoints.contains(child.substring(1))) {
                continue;
            }
            Stat stat = dir.stat(name).orElseThrow();
            if (stat.isWhiteout()) {
                found.add(new Change(child, DELETED));
                continue;
            }
            found.add(new Change(child, isBelow(child) ? MODIFIED : ADDED));
            if (stat.isDirectory()) {
                try (var inner = dir.child(name)) {
                    walk(inner, child);
                }
            }
        }
    }

    private boolean isBelow(String path) {
        String relative = path.substring(1);
        int slash = relative.lastIndexOf('/');
        for (Dir layer : lower) {
            var stat = in(layer, relative.substring(0, Math.max(slash, 0)), relative.substring(slash + 1));
            if (stat.present()) {
                return !stat.gone();
            }
            if (stat.hidden()) {
                return false;
            }
        }
        return false;
    }

    private record Below(boolean present, boolean gone, boolean hidden) {}

    /** Walks by name without following links: a lower layer's link never stands for the folder that the path means. */
    private static Below in(Dir layer, String folder, String name) {
        if (folder.isEmpty()) {
            return entry(layer, name);
        }
        int slash = folder.indexOf('/');
        String first = slash < 0 ? folder : folder.substring(0, slash);
        var stat = layer.stat(first);
        if (stat.isEmpty()) {
            return new Below(false, false, false);
        }
        if (!stat.get().isDirectory()) {
            return new Below(false, false, true);
        }
        try (var inner = layer.child(first)) {
            Below deeper = in(inner, slash < 0 ? "" : folder.substring(slash + 1), name);
            return deeper.present()
                    ? deeper
                    : new Below(false, false, deeper.hidden() || Whiteout.isOpaque(layer.xattrs(first)));
        }
    }

    private static Below entry(Dir dir, String name) {
        return dir.stat(name).map(s -> new Below(true, s.isWhiteout(), false)).orElse(new Below(false, false, false));
    }
}
