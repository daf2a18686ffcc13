package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as a user starts it, by its launcher, with a daemon and folders of its own. Output is
 * kept for the message of a failure.
 */
final class Launched {
    static final Path TOP = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final int LONGEST_MINUTES = 10;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /** How a command ended. */
    record Ended(int code, String out, String err) {
        Ended ok() {
            assertEquals(0, code, () -> out + err);
            return this;
        }
    }

    Launched() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "jcompose-cli-");
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("JCOMPOSE_PREFIX", folder.resolve("lib").toString());
        environment.put("JCOMPOSE_DATA_ROOT", folder.resolve("data").toString());
        environment.put("JCOMPOSE_RUN_ROOT", folder.resolve("run").toString());
    }

    Launched with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Map<String, String> environment() {
        return environment;
    }

    Path folder() {
        return folder;
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return run(folder, List.of(words));
    }

    /** Less where the program is broken on purpose ({@link IgnoredFlags}). */
    static int longestMinutes() {
        return Integer.getInteger("launched.minutes", LONGEST_MINUTES);
    }

    /** At a terminal of 30 rows and 100 columns. */
    Typed typed(String... words) throws IOException {
        StringBuilder command = new StringBuilder("exec " + TOP.resolve("jcompose"));
        for (String word : words) {
            command.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        return terminal(command.toString());
    }

    /** As {@link #typed}, with a command of the shell. */
    Typed terminal(String command) throws IOException {
        // Who runs the tests in the background of a shell ignores Ctrl-C, and all that they start would.
        ProcessBuilder script = process(
                folder,
                List.of(
                        "env",
                        "--default-signal=INT",
                        "script",
                        "-qefc",
                        "stty rows 30 cols 100; " + command,
                        "/dev/null"));
        script.environment().put("TERM", "xterm");
        script.environment().put("SHELL", "/bin/sh");
        return new Typed(script, Files.createTempFile(folder, "screen", ""));
    }

    /**
     * Begun and not waited for, without a terminal. The launcher becomes the program, so the process is the program's own.
     *
     * @param shown a file that takes both streams
     */
    Process background(Path shown, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(TOP.resolve("jcompose").toString()));
        command.addAll(List.of(words));
        return process(folder, command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
    }

    /** One that has this environment and no other. */
    private ProcessBuilder process(Path cwd, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** What is fed is the command's whole input. */
    Ended fed(byte[] input, String... words) throws IOException, InterruptedException {
        Path file = Files.write(Files.createTempFile(folder, "in", ""), input);
        return run(folder, List.of(words), file);
    }

    Ended run(Path cwd, List<String> words) throws IOException, InterruptedException {
        return run(cwd, words, Path.of("/dev/null"));
    }

    private Ended run(Path cwd, List<String> words, Path input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOP.resolve("jcompose").toString()));
        command.addAll(words);
        return ended(cwd, command, input);
    }

    /** A line as it is typed into a shell. */
    Ended shell(Path cwd, String line) throws IOException, InterruptedException {
        return ended(cwd, List.of("sh", "-c", line), Path.of("/dev/null"));
    }

    private Ended ended(Path cwd, List<String> command, Path input) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = process(cwd, command)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(longestMinutes(), TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end: " + text(out) + text(err));
        }
        var ended = new Ended(process.exitValue(), text(out), text(err));
        Files.delete(out);
        Files.delete(err);
        return ended;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** A build context in this folder that makes an image of busybox without any registry. */
    Launched busybox() throws IOException {
        Files.copy(Path.of("/bin/busybox"), folder.resolve("busybox"));
        Files.writeString(folder.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN mkdir /tmp && echo root:x:0:0::/:/bin/sh > /etc/passwd
                ENV PATH=/bin
                """);
        Files.writeString(folder.resolve(".dockerignore"), "*\n!busybox\n");
        return this;
    }

    /** The daemon's own words, for a failure. */
    String log() throws IOException {
        Path log = folder.resolve("data/daemon.log");
        return Files.exists(log) ? text(log) : "";
    }

    /** Ends the daemon and removes its folders. */
    void remove() throws IOException, InterruptedException {
        run("daemon", "stop");
        // The table outlives the daemon where containers run, and where it bounds what the host forwards.
        String table = "table inet jcompose_"
                + Files.readString(folder.resolve("data/instance")).strip();
        new ProcessBuilder("nft", table + "; delete " + table)
                .inheritIO()
                .start()
                .waitFor();
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1])
                .filter(mount -> mount.startsWith(folder + "/"))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (String mount : mounts) {
            new ProcessBuilder("umount", "-l", mount).inheritIO().start().waitFor();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
