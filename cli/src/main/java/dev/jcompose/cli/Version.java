package dev.jcompose.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which build this is: the version and the digest of its content, {@code 0.1.0+1a2b3c4d}. */
public final class Version {
    private Version() {}

    /** The folder of the running build, which the launcher names; null when run from classes. */
    public static @Nullable Path home() {
        String home = System.getProperty("jcompose.home");
        return home == null ? null : Path.of(home);
    }

    /** The version of Compose that a caller by its name expects; empty by jcompose's own. */
    public static String ofCompose(Invocation at) {
        return Caller.composeVersion(at.env());
    }

    public static String current() {
        Path home = home();
        if (home == null) {
            return System.getProperty("jcompose.version", "dev");
        }
        try {
            return Files.readString(home.resolve("VERSION")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The build in " + home + " is not whole; remove that folder and run jcompose again", e);
        }
    }
}
