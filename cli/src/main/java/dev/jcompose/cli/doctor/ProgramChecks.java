package dev.jcompose.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs and libraries that the engine calls. */
record ProgramChecks(Path root, String path) {
    private static final String SYSTEM_PATH = ":/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final List<String> INITS = List.of("catatonit", "tini-static", "docker-init");

    List<Finding> all() {
        return List.of(
                needed("crun", "starts the processes of a container"),
                needed("conmon", "keeps a container and its log while the daemon is away"),
                library(),
                INITS.stream().anyMatch(this::has)
                        ? Finding.good("init", "an init program for init: true")
                        : Finding.note("init", "init: true is refused", "apt-get install catatonit"),
                bootstrap());
    }

    private Finding bootstrap() {
        if (has("mmdebstrap") && Files.isReadable(under(KEYRING))) {
            return Finding.good("mmdebstrap", "makes debian:<suite> where no registry can be reached");
        }
        return Finding.note(
                "mmdebstrap",
                "no debian:<suite> where no registry can be reached",
                "apt-get install mmdebstrap debian-archive-keyring");
    }

    private Finding needed(String program, String purpose) {
        return Finding.of(has(program), program, purpose, install(program));
    }

    private static String install(String name) {
        return "apt-get install " + name + " (`jcompose daemon start` does it)";
    }

    private boolean has(String program) {
        return Stream.of((path + SYSTEM_PATH).split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .anyMatch(folder -> Files.isExecutable(under(folder + "/" + program)));
    }

    private Finding library() {
        boolean found = Stream.of(
                        "/usr/lib/x86_64-linux-gnu",
                        "/usr/lib/aarch64-linux-gnu",
                        "/usr/lib",
                        "/usr/lib64",
                        "/usr/local/lib")
                .anyMatch(folder -> Files.exists(under(folder + "/libnftables.so.1")));
        return Finding.of(found, "libnftables", "publishes ports and isolates networks", install("libnftables1"));
    }

    private Path under(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
