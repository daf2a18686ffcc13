package dev.jcompose.cli.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a service's containers are to be brought to: first what is gone is removed, then the copies are laid.
 *
 * @param copies path in the container → file, folder or link here
 * @param gone paths in the container
 */
record Syncs(NavigableMap<String, Path> copies, TreeSet<String> gone) {
    Syncs() {
        this(new TreeMap<>(), new TreeSet<>());
    }

    boolean isEmpty() {
        return copies.isEmpty() && gone.isEmpty();
    }

    int size() {
        TreeSet<String> all = new TreeSet<>(copies.keySet());
        all.addAll(gone);
        return all.size();
    }

    /** Those that could not be carried out, followed by these. */
    Syncs after(Syncs earlier) {
        Syncs both = new Syncs(new TreeMap<>(earlier.copies), new TreeSet<>(earlier.gone));
        gone.forEach(path -> both.copies.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/")));
        both.gone.addAll(gone);
        both.copies.putAll(copies);
        return both;
    }

    /** Without those that go with a folder above them. */
    List<String> tops() {
        List<String> tops = new ArrayList<>();
        for (String path : gone) {
            boolean within = false;
            for (int end = path.lastIndexOf('/'); end > 0 && !within; end = path.lastIndexOf('/', end - 1)) {
                within = gone.contains(path.substring(0, end));
            }
            if (!within) {
                tops.add(path);
            }
        }
        return tops;
    }
}
