package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of plan change in what it prints. */
@Tag("root")
@WithTicker
class PlanFlagsTest {
    private final Launched jcompose;

    PlanFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    private String plan(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("plan"));
        all.addAll(List.of(words));
        Launched.Ended plan = jcompose.run(all.toArray(String[]::new));
        assertTrue(plan.code() == 0 || plan.code() == 2, plan.err());
        return plan.out();
    }

    @Test
    void thePlanIsThatOfUpWithTheSameFlags() throws Exception {
        assertEquals("nothing to do\n", plan());
        assertTrue(plan("--build").contains("build image verbs-busybox"));
        assertTrue(plan("--scale", "cat=2").contains("create container verbs-cat-2"));
        assertTrue(plan("--force-recreate", "cat").contains("create container verbs-cat-1"));
        assertFalse(plan("--force-recreate", "cat").contains("create container verbs-ticker-1"));
        assertTrue(
                plan("--force-recreate", "--always-recreate-deps", "cat").contains("create container verbs-ticker-1"));
        assertEquals(
                1,
                Json.read(
                                plan("--format", "json", "--scale", "cat=2").getBytes(StandardCharsets.UTF_8),
                                com.fasterxml.jackson.databind.JsonNode.class)
                        .path("steps")
                        .findValuesAsText("name")
                        .stream()
                        .filter("verbs-cat-2"::equals)
                        .distinct()
                        .count());
        assertTrue(jcompose.run("plan", "--quiet-pull").ok().err().contains("--quiet-pull has no meaning here: "));
    }

    @Test
    void thePlanLeavesOutWhatItIsTold() throws Exception {
        Path changed = Files.writeString(
                jcompose.folder().resolve("changed.yaml"),
                TickerStack.STACK.replace("COLOUR: blue", "COLOUR: red").replaceAll("(?s)  cat:.*?(?=  job:)", ""));
        String file = changed.toString();
        Launched.Ended plan = jcompose.run("-f", file, "plan");
        assertTrue(plan.out().contains("create container verbs-ticker-1"), plan.out());
        assertFalse(plan.out().contains("remove container verbs-cat-1"), plan.out());
        assertEquals(
                "nothing to do\n",
                jcompose.run("-f", file, "plan", "--no-recreate").ok().out());
        assertTrue(jcompose.run("-f", file, "plan", "--remove-orphans").out().contains("remove container verbs-cat-1"));
        Path missing = Files.writeString(jcompose.folder().resolve("missing.yaml"), """
                name: missing
                services: {gone: {image: verbs-gone, build: .}}
                """);
        assertTrue(jcompose.run("-f", missing.toString(), "plan").out().contains("build image verbs-gone"));
        assertEquals(
                1, jcompose.run("-f", missing.toString(), "plan", "--no-build").code());
        jcompose.run("rm", "-sf").ok();
        assertTrue(plan("cat").contains("start container verbs-ticker-1"));
        assertFalse(plan("--no-deps", "cat").contains("verbs-ticker-1"));
        assertFalse(plan("--no-start").contains("start container"));
    }

    @Test
    void aSavedPlanRenewsVolumesAndIsAgreedToAsItWasMade() throws Exception {
        String file =
                Files.writeString(jcompose.folder().resolve("agreed.yaml"), """
                name: agreed
                services:
                  box: {image: verbs-busybox, pull_policy: never, command: sleep 1000, stop_grace_period: 0s, volumes: [/data, "named:/named"]}
                volumes: {named: {labels: {by: "${BY:-one}"}}}
                """).toString();
        String saved = jcompose.folder().resolve("agreed.json").toString();
        try {
            assertTrue(
                    jcompose.run("-f", file, "plan", "--pull", "always").out().contains("pull image verbs-busybox"));
            jcompose.run("-f", file, "up", "-d").ok();
            for (boolean renew : new boolean[] {false, true}) {
                String before = mounts(file);
                jcompose.run("-f", file, "plan", "--out", saved, "--force-recreate", renew ? "-V" : "-V=false");
                jcompose.run("-f", file, "up", "-d", "--plan", saved).ok();
                assertEquals(renew, !before.equals(mounts(file)));
            }
            jcompose.with("BY", "two");
            jcompose.run("-f", file, "plan", "--out", saved);
            assertEquals(
                    1, jcompose.run("-f", file, "up", "-d", "--plan", saved).code());
            jcompose.run("-f", file, "plan", "--out", saved, "--yes");
            jcompose.run("-f", file, "up", "-d", "--plan", saved).ok();
        } finally {
            jcompose.environment().remove("BY");
            jcompose.run("-f", file, "down", "-v");
        }
    }

    private String mounts(String file) throws Exception {
        return jcompose.run("-f", file, "ps", "--no-trunc", "--format", "{{.Mounts}}")
                .ok()
                .out();
    }
}
