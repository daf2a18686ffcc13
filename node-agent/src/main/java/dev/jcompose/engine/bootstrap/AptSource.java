package dev.jcompose.engine.bootstrap;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Debian archive that the host's apt uses, as apt itself tells it; the one that mmdebstrap knows as Debian's own where the
 * host is of another distribution. Other archives have suites of the same names ({@code stable}), so the origin that their
 * signers state decides.
 *
 * @param archive the address without a slash at its end, or what it is called
 * @param security the address of the archive of security updates, where apt has one
 * @param ofHost whether apt names the archive
 */
record AptSource(String archive, Optional<String> security, boolean ofHost) {
    private static final AptSource WELL_KNOWN = new AptSource("Debian's own archive", Optional.empty(), false);
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

    static AptSource find() {
        AptSource source = of(targets());
        if (!Files.isReadable(KEYRING)) {
            throw EngineException.unavailable(
                    KEYRING
                            + " is missing, so nothing of the archive could be verified: install debian-archive-keyring",
                    null);
        }
        return source;
    }

    /** @param targets what apt has lists of: {@code ADDRESS|SUITE|ORIGIN} */
    static AptSource of(Collection<String> targets) {
        if (targets.isEmpty()) {
            throw EngineException.unavailable(
                    "this host's apt has no lists that name its archives (apt-get indextargets): run `apt-get update` once",
                    null);
        }
        Optional<String> archive = Optional.empty();
        Optional<String> security = Optional.empty();
        for (String target : targets) {
            String[] fields = target.split("\\|", -1);
            if (fields.length != 3 || !fields[2].equals("Debian") || fields[0].startsWith("cdrom:")) {
                continue;
            }
            String address = fields[0].replaceFirst("/$", "");
            if (SUITES.contains(fields[1])) {
                archive = archive.or(() -> Optional.of(address));
            } else if (fields[1].endsWith("-security") && SUITES.contains(fields[1].replace("-security", ""))) {
                security = security.or(() -> Optional.of(address));
            }
        }
        return archive.isEmpty() ? WELL_KNOWN : new AptSource(archive.get(), security, true);
    }

    private static Set<String> targets() {
        try {
            var process = new ProcessBuilder(
                            "apt-get",
                            "indextargets",
                            "--format",
                            "$(REPO_URI)|$(RELEASE)|$(ORIGIN)",
                            "Created-By: Packages")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.inputReader()) {
                return new LinkedHashSet<>(out.lines().toList());
            }
        } catch (IOException e) {
            throw EngineException.unavailable("this host has no apt-get to name a Debian archive", e);
        }
    }

    /** What mmdebstrap is told besides: the keys, where no line of a source names them. */
    List<String> options() {
        return ofHost ? List.of() : List.of("--keyring=" + KEYRING);
    }

    /** The lines of sources.list for {@code suite}; none where mmdebstrap has to know. */
    List<String> lines(String suite) {
        if (!ofHost) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(line(archive, suite));
        if (!WITHOUT_UPDATES.contains(suite)) {
            lines.add(line(archive, suite + "-updates"));
            security.ifPresent(uri -> lines.add(line(uri, suite + "-security")));
        }
        return lines;
    }

    private static String line(String uri, String suite) {
        return "deb [signed-by=" + KEYRING + "] " + uri + " " + suite + " main";
    }
}
