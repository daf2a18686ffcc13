package dev.jcompose.api.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What decides what a process sees and may do, as its caller's words for it: two processes of one user with equal standing
 * read, write and reach the same.
 *
 * @param namespaces that it sees files and networks in: {@code mnt:[1] net:[2]}
 * @param rights of it beyond its user: its root, label, user namespace, and lines of its status
 */
record Standing(String namespaces, String rights) {
    private static final Path SELF = Path.of("/proc/self");
    private static final List<String> RIGHTS =
            List.of("Umask:", "Uid:", "Gid:", "Groups:", "CapEff:", "NoNewPrivs:", "Seccomp:");

    /** Those of this process. */
    static Standing own() throws IOException {
        String status = Files.readAllLines(SELF.resolve("status")).stream()
                .filter(line -> RIGHTS.stream().anyMatch(line::startsWith))
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(" "));
        return new Standing(
                link("ns/mnt") + " " + link("ns/net"),
                link("root") + " " + label() + " " + link("ns/user") + " " + status);
    }

    private static Path link(String name) throws IOException {
        return Files.readSymbolicLink(SELF.resolve(name));
    }

    /** Empty where the kernel has no security module that gives one. */
    private static String label() {
        try {
            return Files.readString(SELF.resolve("attr/current"))
                    .replace("\0", "")
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
