package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What --dry-run prints, and that it does nothing. */
@Tag("root")
@WithTicker
class DryRunTest {
    private final Launched jcompose;

    DryRunTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    /** What there is only where a dry run was none, and would be in the way of other tests. */
    @AfterEach
    void away() throws Exception {
        String script = "api() { curl -sS --unix-socket run/docker.sock \"$@\"; }; rm -f dry.tar;"
                + " api http://d/v1.44/containers/json?all=true"
                + " | jq -r '.[] | select(.Labels[\"com.docker.compose.oneoff\"] == \"True\").Id'"
                + " | while read -r id; do api -X DELETE \"http://d/v1.44/containers/$id?force=true\"; done;"
                + " api -X DELETE http://d/v1.44/images/verbs-dry > /dev/null";
        jcompose.shell(jcompose.folder(), script).ok();
    }

    @Test
    void aDryRunOfAnyVerbChangesNothing() throws Exception {
        String before = world();
        for (List<String> words : List.of(
                List.of("down", "-v"),
                List.of("stop"),
                List.of("restart"),
                List.of("kill"),
                List.of("pause"),
                List.of("rm", "-s"),
                List.of("create", "--force-recreate"),
                List.of("build", "ticker"),
                List.of("pull", "ticker"),
                List.of("up", "-d", "--build"),
                List.of("scale", "ticker=2"),
                List.of("up", "--force-recreate"))) {
            List<String> dry = new java.util.ArrayList<>(words);
            dry.add(1, "--dry-run");
            String said = ok(dry.toArray(String[]::new));
            assertTrue(said.startsWith("1. "), dry + ": " + said);
            assertEquals(before, world(), dry.toString());
        }
        Path out = jcompose.folder().resolve("dry.tar");
        assertEquals(
                2,
                jcompose.run("--dry-run", "plan", "--force-recreate", "--out", out.toString())
                        .code());
        for (List<String> words : List.of(
                List.of("run", "ticker", "true"),
                List.of("run", "--rm", "job"),
                List.of("exec", "ticker", "touch", "/kept/dry"),
                List.of("attach", "cat"),
                List.of("cp", "compose.yaml", "ticker:/kept/dry"),
                List.of("commit", "ticker", "verbs-dry"),
                List.of("export", "-o", out.toString(), "ticker"),
                List.of("config", "-o", out.toString()),
                List.of("login", "127.0.0.1:1"),
                List.of("logout", "127.0.0.1:1"),
                List.of("daemon", "stop"),
                List.of("wait", "--down-project", "cat"))) {
            List<String> dry = new java.util.ArrayList<>(List.of("--dry-run"));
            dry.addAll(words);
            String said = ok(dry.toArray(String[]::new));
            assertTrue(said.startsWith("1. "), dry + ": " + said);
            assertEquals(before, world(), dry.toString());
        }
        assertFalse(Files.exists(out));
        assertEquals("", ok("exec", "-T", "ticker", "ls", "/kept"));
        assertFalse(ok("images", "--format", "{{.Repository}}").contains("verbs-dry"));
    }

    @Test
    void aDryRunStartsNoDaemon() throws Exception {
        Path none = jcompose.folder().resolve("none");
        Launched.Ended dry = jcompose.shell(
                jcompose.folder(),
                "JCOMPOSE_RUN_ROOT=" + none + " JCOMPOSE_DATA_ROOT=" + none + " " + Launched.TOP.resolve("jcompose")
                        + " --dry-run up -d");
        assertEquals(1, dry.code(), dry.out());
        assertTrue(dry.err().contains("No jcompose daemon answers"), dry.err());
        assertFalse(Files.exists(none));
    }

    private String world() throws Exception {
        String images =
                "curl -fsS --unix-socket run/docker.sock http://d/v1.44/images/json | jq -c '.[] | [.Id, .RepoTags]'";
        return ok("ps", "-a", "--format", "{{.ID}} {{.State}}")
                + jcompose.shell(jcompose.folder(), images).ok().out();
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
