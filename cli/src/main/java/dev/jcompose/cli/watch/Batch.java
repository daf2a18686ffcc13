package dev.jcompose.cli.watch;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened at once: paths that are new or have changed with what is there now, and paths that are gone with what was
 * there. A path of which another kind has taken the place is in both.
 */
record Batch(Map<Path, Seen> changed, Map<Path, Seen> gone) {
    Batch {
        changed = new TreeMap<>(changed);
        gone = new TreeMap<>(gone);
    }
}
