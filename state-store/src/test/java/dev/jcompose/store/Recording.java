package dev.jcompose.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The writes and fsyncs of one process on the files of one folder, in order, as strace saw them. */
final class Recording {

    private sealed interface Op {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Write(String file, long offset, byte[] bytes) implements Op {}

    private record Truncate(String file, long size) implements Op {}

    private record Sync(String file) implements Op {}

    private record Unlink(String file) implements Op {}

    private record Acknowledge(int batch) implements Op {}

    private static final int SECTOR = 512;
    private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)\\) += (-?\\d+)");
    private static final Pattern PARTS = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"|([^,\\s]+)");

    private final List<Op> ops = new ArrayList<>();

    private Recording() {}

    static Recording read(Path trace, Path folder) throws IOException {
        Recording recording = new Recording();
        Map<Integer, String> open = new HashMap<>();
        Map<Integer, Long> position = new HashMap<>();
        Map<String, String> unfinished = new HashMap<>();
        for (String raw : Files.readAllLines(trace)) {
            String line = joined(raw, unfinished);
            Matcher call = line == null ? null : CALL.matcher(line);
            if (call != null && call.find() && !call.group(3).startsWith("-")) {
                recording.take(
                        call.group(1),
                        arguments(call.group(2)),
                        Integer.parseInt(call.group(3)),
                        folder,
                        open,
                        position);
            }
        }
        return recording;
    }

    /** A call that other threads' calls interrupted, put together again; null for its first part. */
    private static @Nullable String joined(String line, Map<String, String> unfinished) {
        String thread = line.substring(0, line.indexOf(' '));
        if (line.endsWith("<unfinished ...>")) {
            unfinished.put(thread, line.substring(0, line.length() - "<unfinished ...>".length()));
            return null;
        }
        int resumed = line.indexOf(" resumed>");
        return resumed < 0 ? line : unfinished.getOrDefault(thread, thread + " lost(") + line.substring(resumed + 9);
    }

    private static List<byte[]> arguments(String text) {
        List<byte[]> arguments = new ArrayList<>();
        Matcher part = PARTS.matcher(text);
        while (part.find()) {
            arguments.add(
                    part.group(1) == null
                            ? part.group(2).getBytes(java.nio.charset.StandardCharsets.US_ASCII)
                            : bytes(part.group(1)));
        }
        return arguments;
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex, i * 4 + 2, i * 4 + 4, 16);
        }
        return bytes;
    }

    private void take(
            String name,
            List<byte[]> args,
            int result,
            Path folder,
            Map<Integer, String> open,
            Map<Integer, Long> position) {
        switch (name) {
            case "openat" -> {
                String file = relative(folder, text(args.get(1)));
                if (file == null) {
                    open.remove(result);
                } else {
                    open.put(result, file);
                    position.put(result, 0L);
                }
            }
            case "close" -> open.remove(number(args.get(0)));
            case "pwrite64" ->
                on(open, args, file -> ops.add(new Write(file, Long.parseLong(text(args.get(3))), args.get(1))));
            case "write" -> {
                int descriptor = number(args.get(0));
                String text = text(args.get(1));
                if (descriptor == 1 && text.startsWith("ack ")) {
                    ops.add(new Acknowledge(Integer.parseInt(text.substring(4).strip())));
                }
                on(open, args, file -> {
                    ops.add(new Write(
                            file, position.merge(descriptor, (long) result, Long::sum) - result, args.get(1)));
                });
            }
            case "ftruncate" -> on(open, args, file -> ops.add(new Truncate(file, Long.parseLong(text(args.get(1))))));
            case "fsync", "fdatasync" -> on(open, args, file -> ops.add(new Sync(file)));
            case "unlink" -> {
                String file = relative(folder, text(args.get(0)));
                if (file != null) {
                    ops.add(new Unlink(file));
                }
            }
            default -> {}
        }
    }

    private static void on(Map<Integer, String> open, List<byte[]> args, java.util.function.Consumer<String> then) {
        String file = open.get(number(args.get(0)));
        if (file != null) {
            then.accept(file);
        }
    }

    private static int number(byte[] text) {
        return Integer.parseInt(text(text));
    }

    private static String text(byte[] text) {
        return new String(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The database's own files; what the driver unpacks is none of them. */
    private static @Nullable String relative(Path folder, String path) {
        return Path.of(path).startsWith(folder)
                        && Path.of(path).getFileName().toString().startsWith("state.db")
                ? folder.relativize(Path.of(path)).toString()
                : null;
    }

    int length() {
        return ops.size();
    }

    int firstAcknowledgement() {
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof Acknowledge) {
                return i + 1;
            }
        }
        throw new AssertionError("nothing was acknowledged");
    }

    /** The last batch that was acknowledged before the cut. */
    int acknowledged(int cut) {
        int last = 0;
        for (Op op : ops.subList(0, cut)) {
            if (op instanceof Acknowledge acknowledge) {
                last = acknowledge.batch;
            }
        }
        return last;
    }

    /** What a disk may hold where the power failed after {@code cut} calls. */
    void restore(int cut, Path disk, Random random) throws IOException {
        Map<String, Integer> synced = new HashMap<>();
        for (int i = 0; i < cut; i++) {
            if (ops.get(i) instanceof Sync sync) {
                synced.put(sync.file, i);
            }
        }
        for (int i = 0; i < cut; i++) {
            switch (ops.get(i)) {
                case Write write -> {
                    boolean durable = i < synced.getOrDefault(write.file, -1);
                    write(disk.resolve(write.file), write, durable ? write.bytes.length : survives(write, random));
                }
                case Truncate truncate -> {
                    if (i < synced.getOrDefault(truncate.file, -1) || random.nextBoolean()) {
                        try (var file =
                                new RandomAccessFile(disk.resolve(truncate.file).toFile(), "rw")) {
                            file.setLength(truncate.size);
                        }
                    }
                }
                case Unlink unlink -> Files.deleteIfExists(disk.resolve(unlink.file));
                case Sync _, Acknowledge _ -> {}
            }
        }
    }

    /** All of it, nothing, or whole sectors from its beginning. */
    private static int survives(Write write, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> write.bytes.length;
            default -> Math.min(write.bytes.length, random.nextInt(write.bytes.length / SECTOR + 1) * SECTOR);
        };
    }

    private static void write(Path path, Write write, int length) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(write.offset);
            file.write(write.bytes, 0, length);
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
