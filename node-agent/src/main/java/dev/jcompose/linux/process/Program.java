package dev.jcompose.linux.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to start.
 *
 * @param argv the first is the absolute path of the executable
 * @param environment the whole environment: nothing of ours is inherited
 * @param descriptors index → descriptor of ours that the program has under that number; -1 is /dev/null. All others are closed
 * @param folder working folder; null is ours
 */
public record Program(
        List<String> argv,
        Map<String, String> environment,
        List<Integer> descriptors,
        @Nullable Path folder) {
    public static final int NULL = -1;

    public Program {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        descriptors = List.copyOf(descriptors);
    }
}
