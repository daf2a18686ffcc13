package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.Mounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether later mounts spread through a bind that asks for it: they do where its source lies on a mount that lets them. */
final class Propagation {
    private Propagation() {}

    /** In words, for each bind whose propagation has no effect on this host. */
    static List<String> shortcomings(List<PlannedMount> mounts) {
        return mounts.stream()
                .map(Propagation::shortcoming)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> shortcoming(PlannedMount mount) {
        boolean slave = mount.propagation().endsWith("slave");
        boolean wanted = slave || mount.propagation().endsWith("shared");
        Path source = Path.of(mount.source());
        if (!wanted || !Files.exists(source)) {
            return Optional.empty();
        }
        try {
            Mounted under = Mounted.at(source.toRealPath());
            return under.shared() || (slave && under.follows())
                    ? Optional.empty()
                    : Optional.of(
                            "propagation %s of %s has no effect: %s lies on %s, whose mounts are not shared; root can share them by: mount --make-rshared %s"
                                    .formatted(
                                            mount.propagation(), mount.target(), source, under.point(), under.point()));
        } catch (IOException e) {
            throw EngineException.unavailable("cannot tell how mounts spread below " + source, e);
        }
    }
}
