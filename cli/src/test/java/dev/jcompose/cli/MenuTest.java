package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The keys of an {@code up --menu}, at a terminal. */
@Tag("root")
@WithTicker
class MenuTest {
    private static final String KEYS = "w\u001b[0m Enable Watch   \u001b[36md\u001b[0m Detach";
    private static final String CTRL_Z = "\u001a";

    private final Launched jcompose;

    MenuTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void dLeavesTheContainersRunning() throws Exception {
        try (Typed up = jcompose.typed("up", "ticker")) {
            up.awaits(KEYS).type("x").awaits("| \u001b[0mtick ").type("d");
            assertEquals(0, up.ended(), up::shown);
            assertTrue(
                    up.shown().lastIndexOf("\r\u001b[K") > up.shown().lastIndexOf(KEYS),
                    "no line of keys stays: " + up.shown());
        }
        assertEquals("running\n", ok("ps", "--format", "{{.State}}", "ticker"));
    }

    @Test
    void wTurnsTheWatchOnAndOff() throws Exception {
        Path source = Files.createDirectories(jcompose.folder().resolve("source"));
        Path stack = Files.writeString(jcompose.folder().resolve("watched.yaml"), """
                name: menu
                services:
                  web:
                    image: verbs-busybox
                    pull_policy: never
                    command: sleep 1000
                    stop_grace_period: 0s
                    develop: {watch: [{path: source, action: sync, target: /app}]}
                """);
        jcompose.with("COMPOSE_MENU", "1");
        try (Typed up = jcompose.typed("-f", stack.toString(), "up")) {
            up.awaits(KEYS).type("w").awaits("Watch enabled").awaits("Disable Watch");
            Files.writeString(source.resolve("one"), "1");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> jcompose.run("-p", "menu", "exec", "-T", "web", "cat", "/app/one")
                            .out()
                            .equals("1"));
            up.type("w").awaits("Watch disabled");
            up.type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("Gracefully stopping..."), up::shown);
        } finally {
            jcompose.environment().remove("COMPOSE_MENU");
            ok("-p", "menu", "down", "-t", "0");
        }
    }

    @Test
    void aWatchWithoutRulesIsSaidAndTheCommandGoesOn() throws Exception {
        try (Typed up = jcompose.typed("up", "--menu", "ticker")) {
            up.awaits(KEYS).type("w").awaits("develop").type("d");
            assertEquals(0, up.ended(), up::shown);
        }
    }

    @Test
    void ctrlZStopsItWithTheTerminalAsItWas() throws Exception {
        try (Typed shell = jcompose.terminal("PS1='prompt> ' exec bash --norc --noprofile -i")) {
            shell.type(Launched.TOP.resolve("jcompose") + " up --menu ticker\n").awaits(KEYS);
            shell.type(CTRL_Z).awaits("Stopped");
            shell.type("stty -a | grep -oE -- '-?icanon' | sed 's/^/mode:/'\n").awaits("mode:icanon");
            int before = shell.shown().length();
            shell.type("fg\n");
            since(shell, before, KEYS);
            shell.type("d");
            since(shell, before, "prompt> ");
            shell.type("echo left:$?\n").awaits("left:0").type("exit\n");
            assertEquals(0, shell.ended(), shell::shown);
        }
    }

    @Test
    void thereAreNoKeysWhereNoneAreWanted() throws Exception {
        for (String line : List.of("COMPOSE_MENU=false %s up", "COMPOSE_MENU= %s up", "%s up --menu=false")) {
            String command = line.formatted(Launched.TOP.resolve("jcompose")) + " --abort-on-container-exit job";
            try (Typed up = jcompose.terminal(command)) {
                up.ended();
                assertTrue(up.shown().contains("working"), up::shown);
                assertFalse(up.shown().contains("Detach"), up::shown);
            }
        }
        ok("rm", "-sf", "job");
    }

    @Test
    void withoutATerminalThereAreNoKeys() throws Exception {
        Launched.Ended up = jcompose.run("up", "--menu", "--exit-code-from", "job", "job");
        assertEquals(5, up.code());
        assertTrue(up.err().contains("--menu needs a terminal"), up.err());
        assertFalse(up.out().contains("Detach"), up.out());
        assertTrue(jcompose.run("up", "-d", "--menu").err().contains("--menu needs the foreground"));
        ok("rm", "-sf", "job");
    }

    private static void since(Typed shell, int before, String text) {
        Awaitility.await(text)
                .atMost(Duration.ofSeconds(40))
                .until(() -> shell.shown().substring(before).contains(text));
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
