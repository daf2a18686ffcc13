package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What YAML refuses is told in the words of who writes it: where, what, and what would work. */
class SyntaxErrorsTest {
    private static String told(String text) {
        LoadRequest request = new LoadRequest(
                List.of(new StackFile("/s/c.yaml", text)), "/s", "/s", Map.of(), null, LoadOptions.DEFAULT);
        return ComposeLoader.load(request).errors().stream()
                .map(Problem::text)
                .map(line -> line.replace("/s/c.yaml:", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void tabs() {
        assertEquals("2:1: a tab indents this line (indent with spaces)", told("services:\n\tweb: x\n"));
        assertEquals("3:3: a tab indents this line (indent with spaces)", told("services:\n  web:\n  \timage: x\n"));
    }

    @Test
    void indentation() {
        assertEquals(
                "4:4: indented by 3, but the mapping above, of line 2, by 2 (indent it as what it belongs to)",
                told("services:\n  web:\n    image: x\n   init: true\n"));
        assertEquals(
                "4:6: init stands below line 3, which has its value already (indent it as line 3, by 4)",
                told("services:\n  web:\n    image: x\n     init: true\n"));
        assertEquals(
                "5:7: name stands below line 3, which has its value already (indent it as line 3, by 4)",
                told("configs:\n  c:\n  - file: x\n\n      name: y\n"));
        assertEquals(
                "3:1: what begins here is outside of the file's first mapping"
                        + " (begin all keys of the top level in the same column)",
                told("  services:\n    web: {image: x}\nvolumes: {}\n"));
        assertEquals(
                "4:5: an item of a list stands among the keys of a mapping (indent it below its key)",
                told("services:\n  web:\n    image: x\n    - \"80\"\n"));
        assertEquals(
                "5:7: this is no item of the list that it stands in (begin it with \"- \")",
                told("services:\n  web:\n    ports:\n      - \"80\"\n      target: 80\n"));
    }

    @Test
    void quotes() {
        assertEquals(
                "3:12: the quote that opens here is not closed (close it with \")",
                told("services:\n  web:\n    image: \"x\n    init: true\n"));
        assertEquals(
                "3:12: the quote that opens here closes only in line 4 (close it in its own line)",
                told("services:\n  web:\n    image: \"x\n    hostname: \"y\"\n"));
        assertEquals(
                "3:16: text stands behind the closing quote (write '' for a quote inside)",
                told("services:\n  web:\n    image: 'it's'\n"));
        assertEquals(
                "3:14: \\d is no escape (write \\\\ for a backslash, or use single quotes)",
                told("services:\n  web:\n    image: \"\\d\"\n"));
    }

    @Test
    void duplicateKeys() {
        assertEquals(
                "3:3: key \"web\" is already set at line 2", told("services:\n  web: {image: x}\n  web: {image: y}\n"));
    }

    @Test
    void whatMayHaveBeenMeant() {
        assertEquals(
                "3:12: services.web.image: must be a string, not true (put it in quotes)",
                told("services:\n  web:\n    image: true\n"));
        assertEquals(
                "4:11: services.web.user: must be a string, not 7 (put it in quotes, with its unit if it has one)",
                told("services:\n  web:\n    image: x\n    user: 7\n"));
        assertEquals(
                "4:18: services.web: depends on undefined service \"bd\" (did you mean \"db\"?)",
                told("services:\n  web:\n    image: x\n    depends_on: [bd]\n  db: {image: x}\n"));
        assertEquals(
                "4:16: services.web: refers to undefined network fornt (did you mean \"front\"?)",
                told("services:\n  web:\n    image: x\n    networks: [fornt]\nnetworks: {front: {}, back: {}}\n"));
        assertEquals(
                "4:5: services.web.extends: service \"bsae\" not found in c.yaml (did you mean \"base\"?)",
                told("services:\n  web:\n    image: x\n    extends: bsae\n  base: {image: x}\n"));
    }

    @Test
    void missingSpaces() {
        assertEquals(
                "3:5: a space is missing behind the colon of image:nginx (write image: nginx)",
                told("services:\n  web:\n    image:nginx\n    init: true\n"));
        assertEquals(
                "3:5: services.web: must be a mapping, not a string (write image: nginx)",
                told("services:\n  web:\n    image:nginx\n"));
        assertEquals(
                "5:7: services.web.ports: must be a list, not a string (write - 80:80)",
                told("services:\n  web:\n    image: x\n    ports:\n      -80:80\n"));
        assertEquals(
                "3:5: image is neither a key nor an item of a list (write image: or - image)",
                told("services:\n  web:\n    image\n    init: true\n"));
    }

    @Test
    void valuesThatNeedQuotes() {
        assertEquals(
                "3:17: a value without quotes cannot hold \": \" (put the value in quotes)",
                told("services:\n  web:\n    image: nginx: 1\n"));
        assertEquals(
                "3:12: a value cannot begin with @ (put it in quotes)", told("services:\n  web:\n    image: @x\n"));
        assertEquals(
                "3:12: a value that begins with * must be a name (put it in quotes)",
                told("services:\n  web:\n    image: *{x}\n"));
        assertEquals(
                "3:12: nothing above is anchored as &x (put *x in quotes where it is text)",
                told("services:\n  web:\n    image: *x\n"));
    }

    @Test
    void brackets() {
        assertEquals("2:8: the [ that opens here is not closed (close it with ])", told("services:\n  web: [\n"));
        assertEquals(
                "3:12: the [ that opens here is not closed (close it with ])",
                told("services:\n  web:\n    ports: [\"80\"\n    init: true\n"));
        assertEquals("3:18: expected , or ] before this", told("services:\n  web:\n    ports: [\"80\" \"81\"]\n"));
        assertEquals("3:17: expected , or ] before this", told("services:\n  web:\n    ports: [80, }\n"));
    }

    @Test
    void blocks() {
        assertEquals(
                "1:6: a list cannot begin in the line of its key (put each item in a line of its own)",
                told("x-a: - b\n"));
        assertEquals(
                "3:16: text stands behind the | or > of a block (begin the text in the next line)",
                told("services:\n  web:\n    command: | x\n"));
    }
}
