package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes and networks whose definition changed, of a stack that runs. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgreementTest {
    private static final String STACK = """
            name: agree
            services:
              keeper:
                image: agree-busybox
                build: .
                command: sleep 1000
                stop_grace_period: 0s
                volumes: ["data:/data"]
                networks: [net]
              other:
                image: agree-busybox
                command: sleep 1000
                stop_grace_period: 0s
                depends_on: [keeper]
                networks: [net]
            volumes:
              data: {labels: {age: "1"}}
            networks:
              net: {labels: {age: "1"}}
            """;
    private static final String NEW_VOLUME =
            STACK.replace("data: {labels: {age: \"1\"}}", "data: {labels: {age: \"2\"}}");
    private static final String NEW_NETWORK =
            STACK.replace("net: {labels: {age: \"1\"}}", "net: {labels: {age: \"2\"}}");
    private static final String QUESTION = "making it anew loses what is in it";

    private final Launched jcompose;

    AgreementTest() throws Exception {
        jcompose = new Launched().busybox();
    }

    @BeforeEach
    void up() throws Exception {
        write(STACK);
        jcompose.run("up", "-d").ok();
        jcompose.run("exec", "-T", "keeper", "sh", "-c", "echo kept > /data/word")
                .ok();
        write(NEW_VOLUME);
    }

    @AfterEach
    void down() throws Exception {
        jcompose.run("down", "-v").ok();
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    private void write(String stack) throws Exception {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), stack);
    }

    private String id(String service) throws Exception {
        return jcompose.run("ps", "-q", service).ok().out();
    }

    private String word() throws Exception {
        return jcompose.run("exec", "-T", "keeper", "cat", "/data/word").out();
    }

    private void assertUntouched(String keeper) throws Exception {
        assertEquals(keeper, id("keeper"));
        assertEquals("kept\n", word());
        // What was not agreed to is not wanted by later commands either.
        jcompose.run("scale", "other=2").ok();
        write(STACK);
        assertEquals(2, jcompose.run("plan").code());
        jcompose.run("up", "-d").ok();
        assertEquals(0, jcompose.run("plan").code());
        assertEquals("kept\n", word());
    }

    private void assertAnew(String keeper) throws Exception {
        assertFalse(keeper.equals(id("keeper")));
        assertEquals("", word());
        assertEquals(0, jcompose.run("plan").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"up -d", "create"})
    void noAtTheTerminalChangesNothing(String verb) throws Exception {
        String keeper = id("keeper");
        try (Typed asked = jcompose.typed(verb.split(" ", -1))) {
            asked.awaits(QUESTION).awaits("[yN]").type("n\r");
            assertEquals(1, asked.ended(), asked::shown);
            assertTrue(asked.shown().contains("volume agree_data was made by another definition"), asked::shown);
        }
        assertUntouched(keeper);
    }

    @Test
    void yesAtTheTerminalMakesItAnew() throws Exception {
        String keeper = id("keeper");
        try (Typed asked = jcompose.typed("up", "-d")) {
            asked.awaits("[yN]").type("y\r");
            assertEquals(0, asked.ended(), asked::shown);
            assertTrue(asked.shown().contains("agree_data"), asked::shown);
        }
        assertAnew(keeper);
    }

    @Test
    void yesIsGoneOnWithInTheForegroundToo() throws Exception {
        String keeper = id("keeper");
        try (Typed asked = jcompose.typed("up")) {
            asked.awaits("[yN]").type("y\r").awaits("Container agree-keeper-1 Started");
            assertAnew(keeper);
            asked.type(Typed.CTRL_C);
            asked.ended();
        }
    }

    @Test
    void withoutATerminalItIsRefusedAndByFlagItIsDone() throws Exception {
        String keeper = id("keeper");
        Launched.Ended refused = jcompose.run("up", "-d");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains(QUESTION) && refused.err().contains("agree by -y"), refused.err());
        assertEquals(keeper, id("keeper"));
        assertEquals("kept\n", word());
        jcompose.run("up", "-d", "-y").ok();
        assertAnew(keeper);
    }

    @Test
    void aContainerOnAChangedNetworkThatTheRequestIsNotAboutRunsOnTheNewOne() throws Exception {
        write(NEW_NETWORK);
        String other = id("other");
        String keeper = id("keeper");
        jcompose.run("up", "-d", "keeper").ok();
        assertEquals(other, id("other"));
        assertFalse(keeper.equals(id("keeper")));
        jcompose.run("exec", "-T", "other", "ping", "-c1", "-W2", "keeper").ok();
        Launched.Ended states =
                jcompose.run("ps", "--format", "{{.Service}} {{.State}}").ok();
        assertEquals(
                List.of("keeper running", "other running"),
                states.out().lines().sorted().toList());
    }

    @Test
    void aOneOffOnAChangedNetworkIsNamedAndNothingIsTouched() throws Exception {
        write(STACK);
        String oneOff =
                jcompose.run("run", "-d", "keeper", "sleep", "1000").ok().out().strip();
        write(NEW_NETWORK);
        String keeper = id("keeper");
        Launched.Ended refused = jcompose.run("up", "-d");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("one-off agree-keeper-run-"), refused.err());
        assertEquals(keeper, id("keeper"));
        new EngineClient(EngineAddress.parse(
                        jcompose.folder().resolve("run/docker.sock").toString()))
                .run(Call.delete(Target.of("/containers/{}", oneOff).query("force", true)));
        jcompose.run("up", "-d").ok();
        assertFalse(keeper.equals(id("keeper")));
    }
}
