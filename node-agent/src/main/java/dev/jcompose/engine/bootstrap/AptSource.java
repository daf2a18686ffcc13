package dev.jcompose.engine.bootstrap;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Debian archive that the host's apt uses, as apt itself tells it. */
record AptSource(String archive, Optional<String> security) {
    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final Set<String> SUITES = Set.of(
            "oldoldstable",
            "oldstable",
            "stable",
            "testing",
            "unstable",
            "sid",
            "bullseye",
            "bookworm",
            "trixie",
            "forky",
            "duke");
    private static final Set<String> WITHOUT_UPDATES = Set.of("sid", "unstable");

    static AptSource ofHost() {
        String archive = "";
        Optional<String> security = Optional.empty();
        for (String line : targets()) {
            String[] fields = line.split("\\|", -1);
            if (fields.length == 2 && SUITES.contains(fields[1])) {
                archive = archive.isEmpty() ? fields[0] : archive;
            } else if (fields.length == 2
                    && fields[1].endsWith("-security")
                    && SUITES.contains(fields[1].replace("-security", ""))) {
                security = security.or(() -> Optional.of(fields[0]));
            }
        }
        if (archive.isEmpty()) {
            throw EngineException.unavailable(
                    "this host's apt names no Debian archive (apt-get indextargets); where one is configured,"
                            + " `apt-get update` must have run once",
                    null);
        }
        if (!Files.isReadable(KEYRING)) {
            throw EngineException.unavailable(
                    KEYRING
                            + " is missing, so nothing of the archive could be verified: install debian-archive-keyring",
                    null);
        }
        return new AptSource(archive, security);
    }

    private static Set<String> targets() {
        try {
            var process = new ProcessBuilder(
                            "apt-get", "indextargets", "--format", "$(REPO_URI)|$(RELEASE)", "Created-By: Packages")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.inputReader()) {
                return new LinkedHashSet<>(out.lines().toList());
            }
        } catch (IOException e) {
            throw EngineException.unavailable("this host has no apt-get to name a Debian archive", e);
        }
    }

    /** The lines of sources.list for {@code suite}. */
    List<String> lines(String suite) {
        var lines = new ArrayList<String>();
        lines.add(line(archive, suite));
        if (!WITHOUT_UPDATES.contains(suite)) {
            lines.add(line(archive, suite + "-updates"));
            security.ifPresent(uri -> lines.add(line(uri, suite + "-security")));
        }
        return lines;
    }

    private static String line(String uri, String suite) {
        return "deb [signed-by=" + KEYRING + "] " + uri.replaceFirst("/$", "") + " " + suite + " main";
    }
}
