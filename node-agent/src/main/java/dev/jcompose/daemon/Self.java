package dev.jcompose.daemon;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackInfo;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.scheduler.protocol.NodeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How this daemon presents itself. */
final class Self {

    private Self() {}

    static NodeInfo node(EngineConfig config) {
        return new NodeInfo(config.instance(), hostname(), Platform.HOST.os(), Platform.HOST.architecture(), Map.of());
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw EngineException.unavailable("the host's name cannot be read: " + e.getMessage(), e);
        }
    }

    static StackInfo info(EngineConfig config) {
        return new StackInfo(
                version(),
                config.instance(),
                config.dataRoot().toString(),
                config.runRoot().toString());
    }

    /** As the command line computes its own, so that the two can be compared. */
    private static String version() {
        String home = System.getProperty("jcompose.home");
        if (home == null) {
            return System.getProperty("jcompose.version", "dev");
        }
        try {
            return Files.readString(Path.of(home, "VERSION")).strip();
        } catch (IOException e) {
            throw EngineException.unavailable("the build in " + home + " is not whole: install it again", e);
        }
    }
}
