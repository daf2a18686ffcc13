package dev.jcompose.compose;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.problem.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Loads files made to hurt, in a JVM of little memory; prints a line for each: its name, code and place of its problem, and, where a second argument asks, milliseconds and those of CPU. */
final class HostileFiles {
    private final Path folder;
    private final boolean timed;

    private HostileFiles(Path folder, boolean timed) {
        this.folder = folder;
        this.timed = timed;
    }

    public static void main(String[] args) throws IOException {
        HostileFiles files = new HostileFiles(Path.of(args[0]), args.length > 1);
        files.load("depth", "x-deep: " + "[".repeat(300_000) + "\n");
        files.load("braces", "x-deep:\n" + "- ".repeat(250) + "a\n");
        files.load("bomb", bomb());
        files.load("merges", "x-0: &a0 {k: v}\n" + merges() + "services: {a: {image: x}}\n");
        files.load("values", "x-wide: [" + "x,".repeat(11_000_000) + "x]\nservices: {a: {image: x}}\n");
        files.load("room", "services: {a: {image: x}}\nx-wide:\n" + "- x\n".repeat(5_000_000));
        files.load("ring", "x-a: &a {b: {c: *a}}\nservices: {s: {image: x}}\n");
        files.load("include", "services: {a: {image: x}}\ninclude: [include.yaml]\n");
        files.load("extends", "services:\n  a: {extends: b}\n  b: {extends: {file: extends.yaml, service: a}}\n");
        files.load("depends_on", ring(10_000));
        files.size("size");
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("x-%d: &a%d [".formatted(i, i))
                    .repeat("*a%d, ".formatted(i - 1), 9)
                    .append("]\n");
        }
        return text + "services: {a: {image: x}}\n";
    }

    private static String merges() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 30; i++) {
            text.append("x-%d: &a%d {<<: [".formatted(i, i))
                    .repeat("*a%d, ".formatted(i - 1), 9)
                    .append("]}\n");
        }
        return text.toString();
    }

    private static String ring(int length) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < length; i++) {
            text.append("  s%d: {image: x, depends_on: [s%d]}\n".formatted(i, (i + 1) % length));
        }
        return text.toString();
    }

    private void load(String name, String text) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, text);
        tell(name, file);
    }

    /** A file of one byte more than is read. */
    private void size(String name) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position((64 << 20)).write(java.nio.ByteBuffer.wrap(new byte[] {'\n'}));
        }
        tell(name, file);
    }

    private void tell(String name, Path file) {
        String here = folder.toString();
        LoadRequest request = new LoadRequest(
                List.of(new StackFile(file.toString(), null)), here, here, Map.of(), null, LoadOptions.DEFAULT);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        List<Problem> errors = ComposeLoader.load(request).errors();
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        String took = timed ? " %d %d".formatted((System.nanoTime() - start) / 1_000_000, cpu / 1_000_000) : "";
        for (Problem problem : errors) {
            System.out.println(name + " " + problem.code() + " "
                    + problem.position().line() + ":" + problem.position().column() + took);
        }
    }
}
