package dev.jcompose.engine.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** conmon processes, told from others that were given the same pid later by their command line. */
final class Monitors {
    private Monitors() {}

    static boolean watches(int pid, String id) {
        List<String> argv = commandLine(pid);
        return !argv.isEmpty() && argv.getFirst().endsWith("conmon") && argv.contains("--cid=" + id);
    }

    static List<String> commandLine(int pid) {
        try {
            String raw = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(raw.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
