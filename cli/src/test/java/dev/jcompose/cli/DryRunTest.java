package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What --dry-run prints, and that it does nothing. */
@Tag("root")
@ExtendWith(TickerStack.class)
class DryRunTest {
    private final Launched jcompose;

    DryRunTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void aDryRunOfAnyVerbChangesNothing() throws Exception {
        String before = ok("ps", "-a", "--format", "{{.ID}} {{.State}}");
        for (List<String> words : List.of(
                List.of("down", "-v"),
                List.of("stop"),
                List.of("restart"),
                List.of("kill"),
                List.of("pause"),
                List.of("rm", "-s"),
                List.of("scale", "ticker=2"),
                List.of("up", "--force-recreate"))) {
            List<String> dry = new java.util.ArrayList<>(words);
            dry.add(1, "--dry-run");
            String said = ok(dry.toArray(String[]::new));
            assertTrue(said.startsWith("1. "), dry + ": " + said);
            assertEquals(before, ok("ps", "-a", "--format", "{{.ID}} {{.State}}"), dry.toString());
        }
        for (String refused : List.of("run", "exec", "build", "pull", "push", "cp", "commit")) {
            Launched.Ended ended = jcompose.run("--dry-run", refused, "ticker");
            assertEquals(1, ended.code());
            assertTrue(ended.err().contains("nothing was done"), ended.err());
        }
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
