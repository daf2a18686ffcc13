package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLinesTest {
    @TempDir
    Path folder;

    @Test
    void newAddressesComeOldOnesGoAndTheContainersOwnLinesStay() throws IOException {
        Path file = Files.writeString(
                folder.resolve("hosts"),
                "127.0.0.1\tlocalhost\n172.18.0.20\tother\n172.18.0.2\tbox.test box\n10.0.0.1\tby-hand\n");
        Object before = Files.getAttribute(file, "unix:ino");
        HostLines.follow(file, "box.test box", List.of("172.18.0.2"), List.of("172.19.0.2", "fd00::2"));
        assertEquals(
                "127.0.0.1\tlocalhost\n172.18.0.20\tother\n10.0.0.1\tby-hand\n172.19.0.2\tbox.test box\nfd00::2\tbox.test box\n",
                Files.readString(file));
        assertEquals(before, Files.getAttribute(file, "unix:ino"), "a bind mount shows the file, not its name");
    }

    @Test
    void aContainerThatDoesNotRunHasNoFileAndNothingIsMade() {
        HostLines.follow(folder.resolve("hosts"), "box", List.of(), List.of("172.19.0.2"));
        assertFalse(Files.exists(folder.resolve("hosts")));
    }
}
