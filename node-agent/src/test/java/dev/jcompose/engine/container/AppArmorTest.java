package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.AppArmor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The profile, seen from inside and by what it refuses: needs root and, but for one test, a kernel with AppArmor. */
@Tag("root")
class AppArmorTest {
    private static final String CURRENT = "cat /proc/self/attr/current";
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        engine = Engine.start();
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    private static String options(String... options) {
        return "\"HostConfig\":{\"CapAdd\":[\"SYS_ADMIN\"],\"SecurityOpt\":[\"" + String.join("\",\"", options)
                + "\"]}";
    }

    private static void needsAppArmor() {
        assumeTrue(AppArmor.onHost(), "this kernel has no AppArmor");
    }

    @Test
    void aContainerIsConfinedUnlessItAsksNotToBe() {
        needsAppArmor();
        assertEquals(
                "jcompose-default (enforce)",
                engine.output(CURRENT, "\"Tty\":false").strip());
        assertEquals(
                "unconfined",
                engine.output(CURRENT, options("apparmor=unconfined")).strip());
        assertEquals(
                "unconfined",
                engine.output(CURRENT, "\"HostConfig\":{\"Privileged\":true}").strip());
    }

    @Test
    void itMountsNothingWhateverItsCapabilities() {
        needsAppArmor();
        String mount = "mount -t tmpfs none /tmp && echo mounted || echo refused";
        assertTrue(engine.output(mount, options("seccomp=unconfined")).contains("refused"));
        assertTrue(engine.output(mount, options("seccomp=unconfined", "apparmor=unconfined"))
                .contains("mounted"));
    }

    @Test
    void itWritesToItsOwnFilesAndProcessesButNotToTheKernels() {
        needsAppArmor();
        String line = "echo a > /file; cat /file; echo 0 > /proc/self/oom_score_adj && echo own;"
                + " (echo 1 > /proc/sys/vm/drop_caches) 2>/dev/null || echo refused";
        assertEquals(
                List.of("a", "own", "refused"),
                engine.output(line, options("systempaths=unconfined")).lines().toList());
    }

    @Test
    void aProfileThatIsNotLoadedIsRefusedByName() {
        needsAppArmor();
        String id = engine.shell("true", options("apparmor=nobody-has-this"));
        var failure = assertThrows(EngineException.class, () -> engine.containers.start(id));
        assertTrue(String.valueOf(failure.getMessage()).contains("nobody-has-this"), failure.getMessage());
    }

    @Test
    void aKernelWithoutAppArmorSaysThatAProfileHasNoEffect() {
        assumeFalse(AppArmor.onHost(), "this kernel has AppArmor");
        String id = engine.shell("true", options("apparmor=mine"));
        assertEquals(List.of("apparmor=mine has no effect: this kernel has no AppArmor"), engine.containers.start(id));
    }
}
