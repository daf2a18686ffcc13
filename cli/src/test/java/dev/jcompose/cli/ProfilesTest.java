package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A command without names is about the services that profiles enable now, whatever they enabled at an earlier up. */
@Tag("root")
@WithTicker
class ProfilesTest {
    private final Launched jcompose;

    ProfilesTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @BeforeEach
    void up() throws Exception {
        Files.writeString(jcompose.folder().resolve("profiles.yaml"), """
                name: profiles
                services:
                  base: &sleeper
                    image: verbs-busybox
                    pull_policy: never
                    stop_grace_period: 0s
                    command: [sh, -c, "echo here; sleep 1000"]
                  tool: {<<: *sleeper, profiles: [tools]}
                """);
        with("tools", "up", "-d");
    }

    @AfterEach
    void away() throws Exception {
        with("tools", "down", "--remove-orphans");
    }

    private String with(String profile, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("-f", "profiles.yaml"));
        if (!profile.isEmpty()) {
            all.addAll(List.of("--profile", profile));
        }
        all.addAll(List.of(words));
        return jcompose.run(all.toArray(String[]::new)).ok().out();
    }

    private String states() throws Exception {
        return with("", "ps", "-a", "--format", "{{.Service}} {{.State}}")
                .strip()
                .replace("\n", ", ");
    }

    private static final List<Map.Entry<String, String>> LIFE = List.of(
            Map.entry("pause", "paused"),
            Map.entry("unpause", "running"),
            Map.entry("stop", "exited"),
            Map.entry("start", "running"),
            Map.entry("kill", "exited"),
            Map.entry("restart", "running"));

    @Test
    void anEnabledServiceTakesPartThoughTheLastUpLeftItOut() throws Exception {
        with("", "up", "-d");
        for (var verb : LIFE) {
            with("tools", verb.getKey());
            assertEquals("base %1$s, tool %1$s".formatted(verb.getValue()), states(), verb.getKey());
        }
        Awaitility.await().until(() -> with("tools", "logs").contains("tool-1  | here"));
        assertEquals("base\ntool\n", with("tools", "ps", "--services", "--orphans=false"));
        with("tools", "rm", "-fs");
        assertEquals("", states());
        jcompose.with("COMPOSE_PROFILES", "tools");
        try {
            with("", "up", "-d");
            jcompose.with("COMPOSE_PROFILES", "");
            with("", "up", "-d");
            jcompose.with("COMPOSE_PROFILES", "tools");
            with("", "stop");
        } finally {
            jcompose.environment().remove("COMPOSE_PROFILES");
        }
        assertEquals("base exited, tool exited", states());
    }

    @Test
    void anotherIsLeftAloneThoughTheLastUpBroughtIt() throws Exception {
        for (var verb : LIFE) {
            with("", verb.getKey());
            assertEquals("base %s, tool running".formatted(verb.getValue()), states(), verb.getKey());
        }
        Awaitility.await().until(() -> with("tools", "logs").contains("tool-1  | here"));
        assertEquals("", with("", "logs").replaceAll("base-1  \\| here\n", ""));
        assertEquals("base\n", with("", "ps", "--services", "--orphans=false"));
        with("", "rm", "-fs");
        assertEquals("tool running", states());
        with("", "stop");
        assertEquals("tool running", states());
    }

    @Test
    void byItsNameAloneAStackIsAllThatItHas() throws Exception {
        with("", "up", "-d");
        jcompose.run("-p", "profiles", "stop").ok();
        assertEquals("base exited, tool exited", states());
        jcompose.run("-p", "profiles", "down").ok();
        assertEquals("", states());
    }

    @Test
    void downTakesWhatIsEnabledThoughTheLastUpLeftItOut() throws Exception {
        with("", "up", "-d");
        with("tools", "down", "tool");
        assertEquals("base running", states());
        with("tools", "up", "-d");
        with("", "up", "-d");
        with("tools", "down");
        assertEquals("", states());
    }
}
