package dev.jcompose.cli.watch;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The folders below the watched paths as the kernel tells of them, each with a watch of its own; links are not followed. A path
 * that is not there is waited for in the nearest folder above it. One thread's.
 */
final class Folders implements AutoCloseable {
    /** A change ends when nothing has happened for so long: editors and checkouts write many files at once. */
    private static final Duration QUIET = Duration.ofMillis(500);
    /** Where something is written all the time, what has changed so far is told after so long. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int PIECE = 64;

    private final WatchService service;
    private final Collection<Path> roots;
    private final Predicate<Path> skipped;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Map<WatchKey, Path> paths = new HashMap<>();
    private final Set<Path> closed = new HashSet<>();

    /**
     * Watches nothing yet.
     *
     * @param roots absolute paths of files and folders
     * @param skipped paths that do not matter, nor what is below them
     */
    Folders(Collection<Path> roots, Predicate<Path> skipped) {
        this.roots = roots;
        this.skipped = skipped;
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw limit("instances", "1024", e);
        }
    }

    /** Watches, and gives everything that is there. */
    Look first() {
        return look(Set.of(), new HashSet<>(roots));
    }

    /** Folders that the caller may not read, and that are therefore not watched, each told once. */
    Set<Path> unreadable() {
        return closed;
    }

    /** Waits until something has changed and has come to an end, and looks at it. */
    Look next() throws InterruptedException {
        Set<Path> touched = new HashSet<>();
        Set<Path> lost = new HashSet<>();
        while (touched.isEmpty() && lost.isEmpty()) {
            read(service.take(), touched, lost);
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            WatchKey key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                break;
            }
            read(key, touched, lost);
        }
        return look(touched, lost);
    }

    private void read(WatchKey key, Set<Path> touched, Set<Path> lost) {
        Path folder = paths.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (folder == null) {
                continue;
            }
            if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
                lost.add(folder);
            } else {
                Path path = folder.resolve((Path) event.context());
                if (isInside(path) ? !skipped.test(path) : isAbove(path)) {
                    touched.add(path);
                }
            }
        }
        if (!key.reset() && folder != null) {
            forget(folder);
            if (isInside(folder) || isAbove(folder)) {
                touched.add(folder);
            }
        }
    }

    private boolean isInside(Path path) {
        return roots.stream().anyMatch(path::startsWith);
    }

    private boolean isAbove(Path path) {
        return roots.stream().anyMatch(root -> root.startsWith(path));
    }

    private Look look(Set<Path> touched, Set<Path> lost) {
        Instant begun = Instant.now();
        Set<Path> inside = new HashSet<>();
        Set<Path> whole = new TreeSet<>();
        touched.forEach(path -> (isInside(path) ? inside : whole).add(path));
        whole.addAll(lost);
        Map<Path, Seen> found = new HashMap<>();
        for (Path path : inside) {
            Seen seen = Seen.at(path);
            if (seen == null) {
                forget(path);
            } else {
                found.put(path, seen);
                if (seen.kind() == Seen.Kind.FOLDER) {
                    whole.add(path);
                }
            }
        }
        Set<Path> tops = tops(below(whole));
        tops.forEach(top -> walk(top, found));
        roots.forEach(this::watchAbove);
        return new Look(begun, inside, found, tops);
    }

    /** Of folders above the watched paths, the watched paths themselves. */
    private Set<Path> below(Set<Path> folders) {
        Set<Path> below = new TreeSet<>();
        for (Path folder : folders) {
            if (isInside(folder)) {
                below.add(folder);
            } else {
                roots.stream().filter(root -> root.startsWith(folder)).forEach(below::add);
            }
        }
        return below;
    }

    private static Set<Path> tops(Set<Path> folders) {
        Set<Path> tops = new TreeSet<>();
        for (Path folder : folders) {
            boolean within = false;
            for (Path above = folder.getParent(); above != null && !within; above = above.getParent()) {
                within = folders.contains(above);
            }
            if (!within) {
                tops.add(folder);
            }
        }
        return tops;
    }

    /** The watch stands before the folder is read, so that what comes meanwhile is either read or told. */
    private void walk(Path path, Map<Path, Seen> found) {
        Seen seen = Seen.at(path);
        if (seen == null) {
            forget(path);
            return;
        }
        found.put(path, seen);
        if (seen.kind() != Seen.Kind.FOLDER || !watch(path)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (!skipped.test(entry)) {
                    walk(entry, found);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Gone while it was read, which its own folder tells.
            return;
        }
    }

    /** A root that goes and comes back, or has not come yet, is seen from above. */
    private void watchAbove(Path root) {
        Path above = root.getParent();
        while (above != null && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        if (above != null && !keys.containsKey(above)) {
            watch(above);
        }
    }

    private boolean watch(Path folder) {
        try {
            WatchKey key = folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            Path before = paths.put(key, folder);
            if (before != null && !before.equals(folder)) {
                keys.remove(before);
            }
            keys.put(folder, key);
            return true;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (AccessDeniedException e) {
            if (isInside(folder)) {
                closed.add(folder);
            }
            return false;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("limit")) {
                throw limit("watches", "524288", e);
            }
            throw EngineException.unavailable("watch: " + folder + " cannot be watched: " + e.getMessage(), e);
        }
    }

    /** A folder that was moved is told of by its old name as long as its watch stands. */
    private void forget(Path gone) {
        keys.entrySet().removeIf(entry -> {
            if (!entry.getKey().startsWith(gone)) {
                return false;
            }
            paths.remove(entry.getValue());
            entry.getValue().cancel();
            return true;
        });
    }

    private EngineException limit(String what, String more, IOException cause) {
        long host = number("fs/inotify/max_user_" + what);
        long own = number("user/max_inotify_" + what);
        // One number by two names, but for those who live in a user namespace of their own.
        String name = own < host ? "user.max_inotify_" + what : "fs.inotify.max_user_" + what;
        return EngineException.unavailable(
                "watch: no more " + (what.equals("watches") ? "folders" : "programs")
                        + " can be watched: your user's limit " + name + " (" + Math.min(own, host)
                        + ") is reached, with " + keys.size() + " folders of this project. Raise it: sudo sysctl "
                        + name + "=" + more + " (a line in /etc/sysctl.d keeps it), or name folders that need no watch"
                        + " in develop.watch's ignore or in .dockerignore.",
                cause);
    }

    /** The largest where the kernel does not say. Read in one piece, as the kernel gives a number only whole. */
    private static long number(String file) {
        try (InputStream in = Files.newInputStream(Path.of("/proc/sys", file))) {
            return Long.parseLong(new String(in.readNBytes(PIECE), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            // The process ends, and the watches with it.
            return;
        }
    }
}
