package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code plan --out} and {@code up --plan}. */
@Tag("root")
@WithTicker
class SavedPlanTest {
    private final Launched jcompose;
    private final Path file;

    SavedPlanTest(Launched jcompose) {
        this.jcompose = jcompose;
        this.file = jcompose.folder().resolve("saved.plan");
    }

    @Test
    void whatWasSavedIsAppliedAndNothingElse() throws Exception {
        Files.deleteIfExists(file);
        Launched.Ended plan = jcompose.run("plan", "--out", file.toString(), "--scale", "ticker=2");
        assertEquals(2, plan.code(), plan.err());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Path stack = jcompose.folder().resolve("compose.yaml");
        String before = Files.readString(stack);
        try {
            Files.writeString(stack, before.replace("COLOUR: blue", "COLOUR: green"));
            assertEquals(plan.out(), said("--dry-run", "up", "--plan", file.toString()));
            jcompose.run("up", "-d", "--plan", file.toString()).ok();
        } finally {
            Files.writeString(stack, before);
        }
        assertEquals(2, said("ps", "-q", "ticker").lines().count());
        assertEquals("blue\n", said("exec", "-T", "ticker", "sh", "-c", "echo $COLOUR"));
    }

    @Test
    void aWorldThatHasMovedIsNamedAndLeftAlone() throws Exception {
        assertEquals(
                2,
                jcompose.run("plan", "--out", file.toString(), "--scale", "ticker=2")
                        .code());
        jcompose.run("rm", "-sf", "cat").ok();
        String ids = said("ps", "-aq");
        Launched.Ended up = jcompose.run("up", "-d", "--plan", file.toString());
        assertEquals(1, up.code());
        assertTrue(up.err().contains("now also: create container verbs-cat-1"), up.err());
        assertEquals(ids, said("ps", "-aq"));
    }

    @Test
    void whetherItWaitsIsSaidWhenItIsApplied() throws Exception {
        jcompose.run("--profile", "sick", "plan", "--out", file.toString(), "sick");
        Launched.Ended up = jcompose.run("up", "--wait", "--wait-timeout", "30", "--plan", file.toString());
        assertEquals(1, up.code(), up.err());
        assertTrue(up.err().contains("(unhealthy)"), up.err());
        jcompose.run("plan", "--out", file.toString(), "--force-recreate", "ticker");
        jcompose.run("up", "--wait", "--plan", file.toString()).ok();
        assertEquals("running\n", said("ps", "--format", "{{.State}}", "ticker"));
        jcompose.run("rm", "-sf", "sick").ok();
    }

    @Test
    void whatBelongsToThePlanIsGivenToThePlan() throws Exception {
        assertEquals(1, jcompose.run("up", "--plan", "x", "--build").code());
        assertEquals(1, jcompose.run("up", "--plan", "x", "ticker").code());
        Launched.Ended none = jcompose.run("up", "--plan", "compose.yaml");
        assertEquals(1, none.code());
        assertTrue(none.err().contains("plan --out FILE writes one"), none.err());
    }

    private String said(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
