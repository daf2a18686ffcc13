package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * Where a case's shell lines run, with the functions they may call.
 *
 * @param folder where they run, and where they may leave files
 * @param program what they call as jcompose
 */
record AttributeShell(Launched jcompose, AttributeCase of, Path folder, Path program) {

    static final Path PROGRAM = Launched.TOP.resolve("jcompose");

    static AttributeShell of(Launched jcompose, AttributeCase each) throws IOException {
        return new AttributeShell(jcompose, each, Files.createTempDirectory(jcompose.folder(), "case-"), PROGRAM);
    }

    /** Another program in a folder of its own, so that what is left of earlier lines tells nothing. */
    AttributeShell calling(Path other) throws IOException {
        return new AttributeShell(jcompose, of, Files.createTempDirectory(jcompose.folder(), "case-"), other);
    }

    /** Starts a daemon that has the image of the cases, and devices that are none. */
    static void begin(Launched jcompose) throws IOException, InterruptedException {
        jcompose.with("JCOMPOSE_CDI_DIRS", AttributeCase.FOLDER.resolve("cdi").toString())
                .run("daemon", "start")
                .ok();
        Path images = AttributeCase.FOLDER.resolve("image.sh");
        String script = "SOCKET=" + jcompose.folder().resolve("run/docker.sock") + " sh " + images;
        assertEquals("", jcompose.shell(jcompose.folder(), script).ok().err());
    }

    /**
     * Brings the case up, looks for the effects that it shows and takes it down.
     *
     * @param patience how long what a line prints may be another
     * @throws AssertionError where an effect is missing
     */
    void show(Duration patience) throws IOException, InterruptedException {
        for (var need : of.needs().entrySet()) {
            Assumptions.assumeTrue(run(need.getValue()).code() == 0, "this host has not: " + need.getKey());
        }
        try {
            Launched.Ended before = run(of.before());
            assertEquals(0, before.code(), of.before() + "\n" + before.err());
            Launched.Ended up = run("jcompose up -d");
            if (!of.refused().isEmpty()) {
                assertNotEquals(0, up.code(), up.out() + up.err());
                for (String refused : of.refused()) {
                    assertTold(refused, up);
                }
                return;
            }
            assertEquals(0, up.code(), () -> up.out() + up.err());
            for (String notice : of.notices()) {
                assertTold(notice, up);
            }
            for (AttributeCase.Check check : of.checks()) {
                prints(check, patience);
            }
        } finally {
            takeDown();
        }
    }

    private static void assertTold(String words, Launched.Ended up) {
        assertTrue(up.err().contains(words), () -> "not told: " + words + "\n" + up.err());
    }

    void takeDown() throws IOException, InterruptedException {
        run("take_down");
    }

    private void prints(AttributeCase.Check check, Duration patience) throws IOException, InterruptedException {
        AtomicReference<Launched.Ended> last = new AtomicReference<>(run(check.line()));
        try {
            Awaitility.await().atMost(patience).until(() -> {
                if (last.get().out().strip().equals(check.gives())) {
                    return true;
                }
                last.set(run(check.line()));
                return false;
            });
        } catch (ConditionTimeoutException e) {
            assertEquals(
                    check.gives(),
                    last.get().out().strip(),
                    check.line() + "\n" + last.get().err());
        }
    }

    private Launched.Ended run(String line) throws IOException, InterruptedException {
        String script = ". " + AttributeCase.FOLDER.resolve("functions.sh") + "\n" + line;
        Path out = Files.createTempFile(jcompose.folder(), "out", "");
        Path err = Files.createTempFile(jcompose.folder(), "err", "");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        shell.environment().clear();
        shell.environment().putAll(jcompose.environment());
        shell.environment().put("FILE", of.file().toString());
        shell.environment().put("BLOCK_DEVICE", blockDevice());
        shell.environment().put("JCOMPOSE", program.toString());
        shell.environment()
                .put("SOCKET", jcompose.folder().resolve("run/docker.sock").toString());
        Process process = shell.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), line);
        var ended = new Launched.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
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
}
