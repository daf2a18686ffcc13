package dev.jcompose.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths a rule takes, and where they go. */
class RuleTest {
    private static final Seen FILE = new Seen(Seen.Kind.FILE, 1, FileTime.fromMillis(0), 1, 0100644);
    private static final Seen FOLDER = new Seen(Seen.Kind.FOLDER, 0, FileTime.fromMillis(0), 1, 0040755);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "ignore {0} include {1}: {2} {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -               | -          | a.js              | true
            node_modules/   | -          | node_modules      | false
            node_modules/   | -          | node_modules/a/b  | false
            node_modules/   | -          | sub/node_modules  | true
            **/node_modules | -          | sub/node_modules  | false
            **/node_modules | -          | sub/node_modules/a| false
            *.log           | -          | a.log             | false
            *.log           | -          | sub/a.log         | true
            **/*.log        | -          | sub/a.log         | false
            ./sub           | -          | sub/x             | false
            sub,!sub/keep   | -          | sub/x             | false
            sub,!sub/keep   | -          | sub/keep/x        | true
            *               | -          | a                 | false
            a?              | -          | ab                | false
            a[bc]           | -          | ac                | false
            a[bc]           | -          | ad                | true
            -               | *.js       | a.js              | true
            -               | *.js       | a.css             | false
            -               | *.js       | sub/a.js          | false
            -               | **/*.js    | sub/a.js          | true
            -               | sub        | sub/deep/x        | true
            -               | *          | anything          | true
            gen             | **/*.js    | gen/a.js          | false
            -               | -          | .git/HEAD         | false
            -               | -          | sub/.git/index    | false
            -               | -          | .gitignore        | true
            -               | -          | a.txt~            | false
            -               | -          | .a.txt.swp        | false
            -               | -          | sub/4913          | false
            -               | -          | 4913.txt          | true
            -               | -          | .#lock            | false
            -               | -          | '#save#'          | false
            -               | -          | .idea/w.xml       | false
            -               | -          | x___jb_tmp___     | false
            """)
    void patternsCountFromTheWatchedPath(String ignore, String include, String path, boolean taken) {
        Rule rule = rule("\"path\":\"/w/[x]\",\"action\":\"sync\",\"target\":\"/app\"" + list("ignore", ignore)
                + list("include", include));
        assertEquals(taken, rule.takes(Path.of("/w/[x]").resolve(path), FILE));
    }

    private static String list(String key, String texts) {
        return texts == null ? "" : ",\"" + key + "\":[\"" + texts.replace(",", "\",\"") + "\"]";
    }

    @ParameterizedTest(name = ".dockerignore {0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            dist             | dist/a      | false
            /dist            | dist/a      | false
            src/*.tmp        | src/a.tmp   | false
            *.tmp            | src/a.tmp   | true
            '# dist'         | dist/a      | true
            dist;!dist/keep  | dist/keep   | true
            *;!src           | src/a       | true
            *;!src           | other       | true
            """)
    void whatTheImageIsBuiltWithoutIsNotWatched(String lines, String path, boolean taken) throws Exception {
        Files.writeString(folder.resolve(".dockerignore"), lines.replace(";", "\n"));
        Rule rule = Rules.of(
                        json("{\"services\":{\"web\":{\"build\":{\"context\":\"" + folder
                                + "\"},\"develop\":{\"watch\":[" + "{\"path\":\"" + folder
                                + "\",\"action\":\"sync\",\"target\":\"/app\"}]}}}}"),
                        List.of("web"),
                        warning -> {})
                .getFirst();
        assertEquals(taken, rule.takes(folder.resolve(path), FILE));
    }

    @Test
    void aDockerfilesOwnIgnoreFileComesFirst() throws Exception {
        Files.writeString(folder.resolve(".dockerignore"), "a\n");
        Files.writeString(folder.resolve("Dev.dockerignore"), "b\n");
        Rule rule = Rules.of(
                        json("{\"services\":{\"web\":{\"build\":{\"context\":\"" + folder
                                + "\",\"dockerfile\":\"Dev\"},\"develop\":{\"watch\":[{\"path\":\"" + folder
                                + "\",\"action\":\"rebuild\"}]}}}}"),
                        List.of("web"),
                        warning -> {})
                .getFirst();
        assertEquals(
                List.of(true, false),
                List.of(rule.takes(folder.resolve("a"), FILE), rule.takes(folder.resolve("b"), FILE)));
    }

    @ParameterizedTest(name = "{0} to {1}: {2} is {3}")
    @CsvSource({
        "/w, /app, /w/a/b, /app/a/b",
        "/w, /app/, /w/a, /app/a",
        "/w, /, /w/a, /a",
        "/w/conf, /etc/conf, /w/conf, /etc/conf",
        "/w/conf, /etc/, /w/conf, /etc/conf"
    })
    void aPathLiesBelowTheTarget(String path, String target, String changed, String there) {
        Rule rule = rule("\"path\":\"" + path + "\",\"action\":\"sync\",\"target\":\"" + target + "\"");
        assertEquals(there, rule.there(Path.of(changed)));
    }

    @Test
    void theWatchedFolderItselfIsNeverCopiedNorRemoved() {
        Rule rule = rule("\"path\":\"/w\",\"action\":\"sync\",\"target\":\"/app\"");
        assertEquals(List.of(false, true), List.of(rule.takes(Path.of("/w"), FOLDER), rule.takes(Path.of("/w"), FILE)));
    }

    @Test
    void whatIsMountedNeedsNoSync() {
        List<String> warnings = new ArrayList<>();
        JsonNode model =
                json("{\"services\":{\"web\":{\"volumes\":[{\"type\":\"bind\",\"source\":\"/w\",\"target\":\"/x\"}],"
                        + "\"develop\":{\"watch\":[{\"path\":\"/w/a\",\"action\":\"sync\",\"target\":\"/app\"},"
                        + "{\"path\":\"/w/b\",\"action\":\"restart\"}]}}}}");
        assertEquals(1, Rules.of(model, List.of("web"), warnings::add).size());
        assertTrue(warnings.getFirst().contains("'/w/a' also declared by a bind mount"), warnings.toString());
    }

    @Test
    void whatCannotBeCarriedOutIsToldWhereItStands() {
        assertRefused(
                "\"path\":\"/w\",\"action\":\"rebuild\"", "services.web.develop.watch[0].action: ", "build context");
        assertRefused(
                "\"path\":\"/w\",\"action\":\"sync+exec\",\"target\":\"/t\"",
                "services.web.develop.watch[0].exec: ",
                "without a command");
        EngineException none = assertThrows(
                EngineException.class,
                () -> Rules.of(json("{\"services\":{\"web\":{}}}"), List.of("web"), warning -> {}));
        assertTrue(none.getMessage().contains("none of the selected services is configured for watch"));
    }

    private static void assertRefused(String watch, String where, String why) {
        EngineException refused = assertThrows(EngineException.class, () -> rule(watch));
        assertTrue(
                refused.getMessage().startsWith(where) && refused.getMessage().contains(why), refused.getMessage());
    }

    private static Rule rule(String watch) {
        return Rules.of(
                        json("{\"services\":{\"web\":{\"develop\":{\"watch\":[{" + watch + "}]}}}}"),
                        List.of("web"),
                        warning -> {})
                .getFirst();
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
