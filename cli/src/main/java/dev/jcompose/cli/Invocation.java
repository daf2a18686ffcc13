package dev.jcompose.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one call of the program stands in: its global options, its surroundings, its streams.
 *
 * @param words every argument from the verb on, as given
 */
public record Invocation(
        Globals globals,
        List<String> words,
        Map<String, String> env,
        Path cwd,
        InputStream in,
        PrintStream out,
        PrintStream err) {}
