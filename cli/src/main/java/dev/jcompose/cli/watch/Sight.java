package dev.jcompose.cli.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was seen below the watched paths so far, and so what a further look has changed. One thread's. */
final class Sight {
    /** The kernel stamps files by a clock that stands still for some milliseconds; two changes within them look like one. */
    private static final Duration BLUR = Duration.ofSeconds(1);

    private final NavigableMap<Path, Seen> known = new TreeMap<>();
    private final NavigableMap<Path, Instant> fresh = new TreeMap<>();

    /** The difference to what was known, which is known from now on. */
    Batch take(Look look) {
        Map<Path, Seen> changed = new TreeMap<>();
        Map<Path, Seen> gone = new TreeMap<>();
        for (Path path : look.touched()) {
            if (!look.found().containsKey(path)) {
                gone.putAll(below(path));
            }
        }
        for (Path folder : look.whole()) {
            below(folder).forEach((path, seen) -> {
                if (!look.found().containsKey(path)) {
                    gone.put(path, seen);
                }
            });
        }
        look.found().forEach((path, now) -> {
            Seen before = known.get(path);
            if (before != null && before.kind() != now.kind()) {
                below(path).forEach((old, seen) -> {
                    if (old.equals(path) || !look.found().containsKey(old)) {
                        gone.put(old, seen);
                    }
                });
            }
            if (isChange(before, now, path, look)) {
                changed.put(path, now);
            }
        });
        gone.keySet().forEach(known::remove);
        gone.keySet().forEach(fresh::remove);
        known.putAll(look.found());
        remember(look);
        return new Batch(changed, gone);
    }

    /** All that was there at the last look. */
    Map<Path, Seen> known() {
        return Collections.unmodifiableMap(known);
    }

    private boolean isChange(@Nullable Seen before, Seen now, Path path, Look look) {
        if (before == null || before.kind() != now.kind()) {
            return true;
        }
        if (now.kind() == Seen.Kind.FOLDER) {
            return before.mode() != now.mode();
        }
        return look.touched().contains(path) || fresh.containsKey(path) || !before.equals(now);
    }

    /** Files that had just been written when they were seen count as changed when they are looked at again. */
    private void remember(Look look) {
        look.found().forEach((path, now) -> {
            if (now.changed().toInstant().isAfter(look.begun().minus(BLUR))) {
                fresh.put(path, look.begun());
            } else {
                fresh.remove(path);
            }
        });
    }

    /** The path and all below it. Paths are ordered by their bytes: between a folder and its entries others may lie. */
    private Map<Path, Seen> below(Path top) {
        Map<Path, Seen> below = new TreeMap<>();
        String text = top.toString();
        for (Map.Entry<Path, Seen> entry : known.tailMap(top, true).entrySet()) {
            if (!entry.getKey().toString().startsWith(text)) {
                break;
            }
            if (entry.getKey().startsWith(top)) {
                below.put(entry.getKey(), entry.getValue());
            }
        }
        return below;
    }
}
