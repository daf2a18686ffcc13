package dev.jcompose.linux.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings of the kernel, named as below /proc/sys: {@code net/ipv4/ip_forward}. */
public final class Sysctl {
    private Sysctl() {}

    /** Its one line. The kernel gives a number to the first read alone, and that of {@link Files#readString} is for one byte. */
    public static String read(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/sys", name)).getFirst().strip();
    }
}
