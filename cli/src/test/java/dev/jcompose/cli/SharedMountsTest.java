package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On a host whose mounts are shared, as systemd makes them: here a mount namespace that stands for it. What a container's start
 * mounts in its own copy must not show on the host, where a removal would go through it.
 */
@Tag("root")
class SharedMountsTest {
    private final Launched jcompose;

    SharedMountsTest() throws Exception {
        jcompose = new Launched().busybox();
    }

    @AfterEach
    void remove() throws Exception {
        jcompose.remove();
    }

    @Test
    void noRootFolderAndNoVolumeIsMountedOnTheHostAndWhatADeviceHoldsOutlivesItsVolume() throws Exception {
        Path folder = jcompose.folder();
        Path precious = Files.createDirectory(folder.resolve("device")).resolve("precious");
        Files.writeString(precious, "kept");
        Files.writeString(folder.resolve("compose.yaml"), """
                name: shared
                services:
                  app:
                    build: .
                    command: sleep 1000
                    stop_grace_period: 0s
                    volumes: ["bound:/device"]
                volumes:
                  bound:
                    driver_opts: {type: none, o: bind, device: %s}
                """.formatted(precious.getParent()));
        String script = """
                mount --make-rshared / &&
                $J daemon start >&2 &&
                $J up -d >&2 &&
                echo 'while it runs' && cat /proc/self/mountinfo &&
                $J exec -T app cat /device/precious >&2 &&
                $J down -v >&2 &&
                $J daemon stop >&2 &&
                echo 'when all is over' && cat /proc/self/mountinfo
                """.replace("$J", Launched.TOP.resolve("jcompose").toString());
        var ended =
                jcompose.shell(folder, "unshare -m sh -c \"" + script + "\"").ok();
        String[] seen = ended.out().split("when all is over", -1);
        assertEquals(List.of(), mounted(seen[0], folder + "/run/rootfs/"), ended::err);
        assertEquals(List.of(), mounted(seen[0], folder + "/data/volumes/"), ended::err);
        assertEquals(List.of(), mounted(seen[1], folder + "/run/rootfs"), ended::err);
        assertEquals(List.of(), mounted(seen[1], folder + "/data/volumes"), ended::err);
        assertEquals("kept", Files.readString(precious));
    }

    private static List<String> mounted(String table, String where) {
        return table.lines().filter(line -> line.contains(" " + where)).toList();
    }
}
