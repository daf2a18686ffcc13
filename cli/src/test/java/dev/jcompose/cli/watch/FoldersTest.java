package dev.jcompose.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's notifications of real folders, and the looks that they lead to. */
@Timeout(60)
class FoldersTest {
    @TempDir
    private Path top;

    private final Sight sight = new Sight();
    private Path root = Path.of("/");
    private Folders folders = new Folders(Set.of(), path -> false);

    @BeforeEach
    void watch() throws Exception {
        root = Files.createDirectories(top.resolve("w"));
        Files.writeString(root.resolve("old"), "old");
        open();
    }

    private void open() {
        folders.close();
        folders = new Folders(Set.of(root), path -> path.endsWith("skipped"));
        sight.take(folders.first());
    }

    @AfterEach
    void close() {
        folders.close();
    }

    private Batch next() throws InterruptedException {
        return sight.take(folders.next());
    }

    private Set<String> names(Set<Path> paths) {
        Set<String> names = new TreeSet<>();
        paths.forEach(path -> names.add(root.relativize(path).toString()));
        return names;
    }

    @Test
    void aFileWrittenByTheSideAndRenamedOverIsOneChange() throws Exception {
        Path side = Files.writeString(top.resolve("side"), "new");
        Files.move(side, root.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
        Batch batch = next();
        assertEquals(Set.of("old"), names(batch.changed().keySet()));
        assertEquals(Set.of(), names(batch.gone().keySet()));
    }

    @Test
    void filesOfANewFolderAreSeenThoughTheyWereThereBeforeItsWatch() throws Exception {
        Path made = Files.createDirectories(top.resolve("made/deep/er"));
        Files.writeString(made.resolve("file"), "x");
        Files.move(top.resolve("made"), root.resolve("made"));
        assertEquals(
                Set.of("made", "made/deep", "made/deep/er", "made/deep/er/file"),
                names(next().changed().keySet()));
        Files.writeString(root.resolve("made/deep/er/more"), "x");
        assertEquals(Set.of("made/deep/er/more"), names(next().changed().keySet()));
    }

    @Test
    void aRenamedFolderIsToldByItsNewName() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/x"), "x");
        next();
        Files.move(root.resolve("a"), root.resolve("c"));
        Batch batch = next();
        assertEquals(Set.of("a", "a/b", "a/b/x"), names(batch.gone().keySet()));
        assertEquals(Set.of("c", "c/b", "c/b/x"), names(batch.changed().keySet()));
        Files.writeString(root.resolve("c/b/y"), "y");
        assertEquals(Set.of("c/b/y"), names(next().changed().keySet()));
    }

    @Test
    void linksAreSeenAsThemselvesAndNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectories(top.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "x");
        Files.createSymbolicLink(root.resolve("link"), elsewhere);
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Batch batch = next();
        assertEquals(Set.of("link", "dangling"), names(batch.changed().keySet()));
        batch.changed().values().forEach(seen -> assertEquals(Seen.Kind.LINK, seen.kind()));
    }

    @Test
    void moreChangesInAFolderThanAreKeptLeadToARescan() throws Exception {
        Files.delete(root.resolve("old"));
        for (int i = 0; i < 2000; i++) {
            Files.writeString(root.resolve("file" + i), String.valueOf(i));
        }
        Batch batch = next();
        assertEquals(2000, batch.changed().size());
        assertEquals(Set.of("old"), names(batch.gone().keySet()));
    }

    @Test
    void aWatchedPathThatIsNotThereYetIsWaitedFor() throws Exception {
        root = top.resolve("later/than/this");
        open();
        Files.createDirectories(root.getParent());
        Files.writeString(root, "a file");
        assertEquals(Set.of(""), names(next().changed().keySet()));
    }

    @Test
    void aWatchedFolderMayGoAndComeBack() throws Exception {
        Files.delete(root.resolve("old"));
        Files.delete(root);
        assertTrue(names(next().gone().keySet()).contains("old"));
        Files.createDirectories(root);
        Files.writeString(root.resolve("again"), "x");
        assertTrue(names(next().changed().keySet()).contains("again"));
        Files.writeString(root.resolve("more"), "x");
        assertEquals(Set.of("more"), names(next().changed().keySet()));
    }

    @Test
    void whatIsSkippedNeitherWakesNorIsRead() throws Exception {
        Files.createDirectories(root.resolve("skipped"));
        Files.writeString(root.resolve("skipped/a"), "x");
        Files.writeString(root.resolve("b"), "x");
        assertEquals(Set.of("b"), names(next().changed().keySet()));
    }

    @Test
    void neighboursOfTheWatchedPathAreNotLookedAt() throws Exception {
        Files.writeString(top.resolve("neighbour"), "x");
        Files.writeString(root.resolve("b"), "x");
        assertEquals(Set.of("b"), names(next().changed().keySet()));
    }
}
