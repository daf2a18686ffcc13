package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void switchesTakeAnExplicitValue() {
        assertTrue(parse(false, "--wait").flag("--wait"));
        assertTrue(parse(false, "--wait=true").flag("--wait"));
        assertFalse(parse(false, "--wait=false").flag("--wait"));
        assertFalse(parse(false, "-w=false").flag("--wait"));
        assertTrue(parse(false, "--wait=false").has("--wait"));
        assertTrue(parse(false, "--wait=false", "--wait").flag("--wait"));
        assertEquals(List.of("--wait=false"), parse(false, "-e", "--wait=false").list("--env"));
        assertEquals(
                List.of("web", "--wait=false"),
                parse(true, "web", "--wait=false").words());
    }

    @Test
    void aSwitchDoesNotEatTheWordAfterIt() {
        assertEquals(List.of("true"), parse(false, "--wait", "true").words());
    }

    @Test
    void shortSwitchesStandTogether() {
        Arguments given = parse(false, "-wt", "3", "web");
        assertTrue(given.flag("--wait"));
        assertEquals(3, given.number("--timeout", 0));
        assertEquals(List.of("web"), given.words());
    }

    @Test
    void valuesAreTakenInAllForms() {
        for (String[] form : List.of(
                new String[] {"--env", "A=b=c"},
                new String[] {"--env=A=b=c"},
                new String[] {"-e", "A=b=c"},
                new String[] {"-eA=b=c"})) {
            assertEquals(List.of("A=b=c"), parse(false, form).list("--env"), String.join(" ", form));
        }
        assertEquals(-1, parse(false, "--timeout", "-1").number("--timeout", 0));
    }

    @Test
    void optionsAndWordsMixUnlessACommandFollows() {
        assertEquals(List.of("web", "db"), parse(false, "web", "--wait", "db").words());
        Arguments command = parse(true, "--wait", "web", "ls", "--env", "-l");
        assertEquals(List.of("web", "ls", "--env", "-l"), command.words());
        assertEquals(List.of(), command.list("--env"));
    }

    @Test
    void afterTwoDashesEverythingIsAWord() {
        assertEquals(List.of("--wait"), parse(false, "--", "--wait").words());
    }

    @Test
    void theLastOfTwoValuesCounts() {
        assertEquals(2, parse(false, "-t1", "-t2").number("--timeout", 0));
    }

    @Test
    void unknownFlagsAreNamed() {
        UsageException e = assertThrows(UsageException.class, () -> parse(false, "--nonsense"));
        assertEquals("unknown flag: --nonsense", e.getMessage());
        assertThrows(UsageException.class, () -> parse(false, "-z"));
        assertThrows(UsageException.class, () -> parse(false, "--timeout", "soon"));
        assertThrows(UsageException.class, () -> parse(false, "--timeout"));
    }

    private static Arguments parse(boolean takesCommand, String... words) {
        Options options = new Options(takesCommand);
        options.flag("-w,--wait", "w").number("-t,--timeout", "t").list("-e,--env", "stringArray", "e");
        return Arguments.parse(options.spec(), List.of(words));
    }
}
