package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a container calls itself. */
final class Hostnames {
    private static final int SHORT = 12;

    private Hostnames() {}

    static String of(ContainerRecord record) {
        String wanted = record.config().identity().hostname();
        return wanted.isEmpty() ? shortId(record.id()) : wanted;
    }

    /** The host's own name. */
    static String ofHost() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw EngineException.unavailable("the host's name cannot be read: " + e.getMessage(), e);
        }
    }

    /** As /etc/hosts has them: the full name first, where there is a domain. */
    static String inHosts(ContainerRecord record) {
        String domain = record.config().identity().domainname();
        String name = of(record);
        return domain.isEmpty() ? name : name + "." + domain + " " + name;
    }

    static String shortId(String id) {
        return id.substring(0, Math.min(SHORT, id.length()));
    }
}
