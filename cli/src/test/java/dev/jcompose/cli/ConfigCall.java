package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a call of {@code config} ended. {@code convert} is {@code config} under its old name, with all its flags: each call is made
 * as both, which must be the same.
 *
 * @param told what it printed, on whichever stream
 */
record ConfigCall(int code, String told) {

    static ConfigCall of(Path folder, Map<String, String> env, String input, String... words) {
        ConfigCall config = run(folder, env, input, List.of(words));
        List<String> old = Stream.of(words)
                .map(word -> word.equals("config") ? "convert" : word)
                .toList();
        assertEquals(config, run(folder, env, input, old));
        return config;
    }

    private static ConfigCall run(Path folder, Map<String, String> env, String input, List<String> words) {
        var out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int code = Main.run(words, env, folder, in, both, both, Terminal.NONE);
        return new ConfigCall(code, out.toString(StandardCharsets.UTF_8));
    }
}
