package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attribute of the stack file does what it says, seen inside a real container or at the host. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Launched jcompose;

    AttributesTest() throws IOException {
        jcompose = new Launched();
    }

    @BeforeAll
    void image() throws Exception {
        jcompose.run("daemon", "start").ok();
        Shell probe = new Shell(jcompose, AttributeCase.FOLDER.resolve("none.yaml"));
        assertEquals(
                "",
                probe.run(Files.readString(AttributeCase.FOLDER.resolve("image.sh")))
                        .err());
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    static List<AttributeCase> cases() throws IOException {
        String only = System.getProperty("attributes.only", "");
        return AttributeCase.all().stream()
                .filter(each -> only.isEmpty() || List.of(only.split(",")).contains(each.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anAttributeHasItsEffect(AttributeCase each) throws Exception {
        Shell shell = new Shell(jcompose, each.file());
        Launched.Ended needed = shell.run(each.needs());
        Assumptions.assumeTrue(needed.code() == 0, each.needs() + " fails on this host");
        try {
            Launched.Ended up = shell.run("jcompose up -d");
            if (!each.refused().isEmpty()) {
                assertNotEquals(0, up.code(), up.out() + up.err());
                assertTrue(up.err().contains(each.refused()), up.err());
                return;
            }
            assertEquals(0, up.code(), up.out() + up.err() + jcompose.log());
            assertTrue(up.err().contains(each.notice()), up.err());
            for (AttributeCase.Check check : each.checks()) {
                prints(shell, check);
            }
        } finally {
            shell.run("jcompose down -v -t 0 --rmi local --remove-orphans");
        }
    }

    private static void prints(Shell shell, AttributeCase.Check check) throws IOException, InterruptedException {
        AtomicReference<Launched.Ended> last = new AtomicReference<>(shell.run(check.line()));
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                if (last.get().out().strip().equals(check.gives())) {
                    return true;
                }
                last.set(shell.run(check.line()));
                return false;
            });
        } catch (ConditionTimeoutException e) {
            assertEquals(
                    check.gives(),
                    last.get().out().strip(),
                    check.line() + "\n" + last.get().err());
        }
    }

    /** Runs a case's shell lines with the functions they may call. */
    private record Shell(Launched jcompose, Path file) {
        Launched.Ended run(String line) throws IOException, InterruptedException {
            String script = ". " + AttributeCase.FOLDER.resolve("functions.sh") + "\n" + line;
            Path out = Files.createTempFile(jcompose.folder(), "out", "");
            Path err = Files.createTempFile(jcompose.folder(), "err", "");
            ProcessBuilder shell = new ProcessBuilder("sh", "-c", script)
                    .directory(jcompose.folder().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            shell.environment().clear();
            shell.environment().putAll(jcompose.environment());
            shell.environment().put("FILE", file.toString());
            shell.environment().put("BLOCK_DEVICE", blockDevice());
            shell.environment().put("JCOMPOSE", Launched.TOP.resolve("jcompose").toString());
            shell.environment()
                    .put("SOCKET", jcompose.folder().resolve("run/docker.sock").toString());
            Process process = shell.start();
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), line);
            Launched.Ended ended = new Launched.Ended(process.exitValue(), text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        }

        /** One that this host has, for the cases about the limits of a device. */
        private static String blockDevice() throws IOException {
            try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
                return devices.map(device -> "/dev/" + device.getFileName())
                        .filter(device -> Files.exists(Path.of(device)))
                        .sorted(Comparator.comparing((String device) -> device.startsWith("/dev/loop"))
                                .thenComparing(device -> device))
                        .findFirst()
                        .orElse("/dev/null");
            }
        }

        private static String text(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        }
    }
}
