package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of a log that say how it is written. It is written by conmon, into files, whatever the driver is called. */
final class LogOptions {
    static final String MODE = "mode";
    static final String BUFFER = "max-buffer-size";
    private static final String COMPRESS = "compress";
    private static final String FREE = "non-blocking";

    private LogOptions() {}

    /** INVALID for values that Docker refuses too. */
    static void check(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, "");
        if (!Set.of("", "blocking", FREE).contains(mode)) {
            throw EngineException.invalid(
                    "logger: logging mode not supported: " + mode + ": use blocking or non-blocking");
        }
        if (options.containsKey(BUFFER) && !mode.equals(FREE)) {
            throw EngineException.invalid("logger: max-buffer-size option is only supported with 'mode=" + FREE + "'");
        }
        String compress = options.getOrDefault(COMPRESS, "");
        if (!Set.of("", "true", "false").contains(compress)) {
            throw EngineException.invalid("log option compress=" + compress + ": write true or false");
        }
    }

    /** In words, what has no effect. */
    static List<String> shortcomings(Map<String, String> options) {
        List<String> all = new ArrayList<>();
        if (options.getOrDefault(COMPRESS, "").equals("true")) {
            all.add(
                    "the log option compress has no effect: older parts of the log are kept as they are, within max-size"
                            + " and max-file");
        }
        if (options.getOrDefault(MODE, "").equals(FREE)) {
            all.add("the log option mode=" + FREE
                    + " has no effect: the log is a file of this host, and what is printed"
                    + " waits for that alone; no line is thrown away");
        }
        return all;
    }
}
