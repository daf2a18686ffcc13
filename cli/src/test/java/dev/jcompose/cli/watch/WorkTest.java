package dev.jcompose.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From looks at the disk to what is done, without a disk. */
class WorkTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = START.plusSeconds(60);
    private static final Path ROOT = Path.of("/w");

    private final Sight sight = new Sight();

    private static Seen file(long size) {
        return new Seen(Seen.Kind.FILE, size, FileTime.from(START.minusSeconds(100 - size)), 1, 0100644);
    }

    private static Seen folder() {
        return new Seen(Seen.Kind.FOLDER, 0, FileTime.fromMillis(0), 1, 0040755);
    }

    private static Path path(String below) {
        return ROOT.resolve(below);
    }

    private Batch whole(Instant when, Map<String, Seen> found) {
        Map<Path, Seen> all = new TreeMap<>();
        all.put(ROOT, folder());
        found.forEach((below, seen) -> all.put(path(below), seen));
        return sight.take(new Look(when, Set.of(), all, Set.of(ROOT)));
    }

    private Batch told(Map<String, Seen> found, String... touched) {
        Map<Path, Seen> all = new TreeMap<>();
        found.forEach((below, seen) -> all.put(path(below), seen));
        return sight.take(new Look(
                LATER,
                java.util.Arrays.stream(touched).map(WorkTest::path).collect(java.util.stream.Collectors.toSet()),
                all,
                Set.of()));
    }

    @Test
    void aRescanFindsWhatIsNewChangedAndGoneAndNothingElse() {
        whole(START, Map.of("same", file(1), "grown", file(2), "gone", file(3), "dir", folder(), "dir/x", file(4)));
        Batch batch = whole(LATER, Map.of("same", file(1), "grown", file(5), "new", file(6)));
        assertEquals(Set.of(path("grown"), path("new")), batch.changed().keySet());
        assertEquals(
                Set.of(path("gone"), path("dir"), path("dir/x")), batch.gone().keySet());
        assertEquals(
                new Batch(Map.of(), Map.of()), whole(LATER, Map.of("same", file(1), "grown", file(5), "new", file(6))));
    }

    @Test
    void aFileThatWasJustWrittenIsTakenAgainByARescanThoughItLooksTheSame() {
        Seen hot = new Seen(Seen.Kind.FILE, 1, FileTime.from(START), 1, 0100644);
        whole(START, Map.of("hot", hot, "cold", file(1)));
        assertEquals(
                Set.of(path("hot")),
                whole(LATER, Map.of("hot", hot, "cold", file(1))).changed().keySet());
        assertEquals(
                Set.of(),
                whole(LATER.plusSeconds(9), Map.of("hot", hot, "cold", file(1)))
                        .changed()
                        .keySet());
    }

    @Test
    void whatTheKernelNamesIsTakenThoughItLooksTheSame() {
        whole(START, Map.of("same", file(1), "dir", folder()));
        Batch batch = told(Map.of("same", file(1), "dir", folder()), "same", "dir");
        assertEquals(Set.of(path("same")), batch.changed().keySet());
    }

    @Test
    void aFolderThatGoesTakesAllBelowItButNotItsNeighbours() {
        whole(START, Map.of("a", folder(), "a/x", file(1), "a-b", file(2), "a.c", file(3), "ab", file(4)));
        Batch batch = told(Map.of(), "a");
        assertEquals(Set.of(path("a"), path("a/x")), batch.gone().keySet());
    }

    @Test
    void aFileInTheStandOfAFolderRemovesFirst() {
        whole(START, Map.of("a", folder(), "a/x", file(1)));
        Batch batch = told(Map.of("a", file(2)), "a");
        assertEquals(Set.of(path("a"), path("a/x")), batch.gone().keySet());
        Syncs syncs = work(batch, "{\"path\":\"/w\",\"action\":\"sync\",\"target\":\"/app\"}")
                .syncs()
                .get("web");
        assertEquals(List.of("/app/a"), syncs.tops());
        assertEquals(Map.of("/app/a", path("a")), syncs.copies());
    }

    @Test
    void eachActionIsAskedForOnce() {
        Work work = work(
                whole(START, Map.of("src/a", file(1), "src/b", file(2), "conf", file(3), "Dockerfile", file(4))),
                "{\"path\":\"/w/src\",\"action\":\"sync\",\"target\":\"/app\"}",
                "{\"path\":\"/w/conf\",\"action\":\"sync+restart\",\"target\":\"/etc/conf\"}",
                "{\"path\":\"/w/src\",\"action\":\"sync+exec\",\"target\":\"/app\",\"exec\":{\"command\":[\"reload\"]}}",
                "{\"path\":\"/w/Dockerfile\",\"action\":\"rebuild\"}",
                "{\"path\":\"/w/none\",\"action\":\"restart\"}");
        assertEquals(Set.of("web"), work.rebuilds());
        assertEquals(Set.of("web"), work.restarts());
        assertEquals(1, work.execs().size());
        assertEquals(
                Map.of("/app/a", path("src/a"), "/app/b", path("src/b"), "/etc/conf", path("conf")),
                work.syncs().get("web").copies());
    }

    @Test
    void whatCouldNotBeBroughtComesWithTheNextChange() {
        Syncs failed = syncs(Map.of("/a", "a", "/d/x", "d/x"), "/old");
        Syncs both = syncs(Map.of("/old", "old"), "/d").after(failed);
        assertEquals(Map.of("/a", path("a"), "/old", path("old")), both.copies());
        assertEquals(List.of("/d", "/old"), both.tops());
    }

    @Test
    void socketsAndPipesAreNotCopied() {
        Seen pipe = new Seen(Seen.Kind.OTHER, 0, FileTime.from(START), 1, 0010644);
        assertTrue(work(whole(START, Map.of("pipe", pipe)), "{\"path\":\"/w\",\"action\":\"sync\",\"target\":\"/\"}")
                .isEmpty());
    }

    private static Syncs syncs(Map<String, String> copies, String gone) {
        Syncs syncs = new Syncs();
        copies.forEach((there, here) -> syncs.copies().put(there, path(here)));
        syncs.gone().add(gone);
        return syncs;
    }

    private static Work work(Batch batch, String... watches) {
        String model = "{\"services\":{\"web\":{\"build\":{\"context\":\"/nowhere\"},\"develop\":{\"watch\":["
                + String.join(",", watches) + "]}}}}";
        JsonNode json = Json.read(model.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return Work.of(batch, Rules.of(json, List.of("web"), warning -> {}));
    }
}
