package dev.jcompose.engine.container;

import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.error.EngineException;
import java.util.Set;

/** Which sysctls a container can have of its own: those of the namespaces that it does not share. */
final class SysctlChecks {
    private static final Set<String> OF_IPC = Set.of(
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced");

    private SysctlChecks() {}

    /** INVALID for one that would be another's, too. */
    static void check(HostConfig host) {
        host.security()
                .sysctls()
                .forEach((key, value) ->
                        EngineException.about("sysctls", key, () -> check(key, value, host.namespaces())));
    }

    private static void check(String name, String value, HostConfig.Namespaces modes) {
        String dotted = name.replace('/', '.');
        if (dotted.startsWith("net.")) {
            own(name, "network", modes.networkMode());
        } else if (dotted.startsWith("fs.mqueue.") || OF_IPC.contains(dotted)) {
            own(name, "ipc", modes.ipcMode());
        } else if (dotted.equals("kernel.domainname")) {
            own(name, "uts", modes.utsMode());
        } else if (dotted.equals("kernel.hostname")) {
            throw EngineException.invalid("sysctl kernel.hostname: set it as hostname: " + value);
        } else {
            throw EngineException.invalid("sysctl " + name
                    + " is not one that a container can have of its own: those are net.*, fs.mqueue.*, kernel.msg*,"
                    + " kernel.sem, kernel.shm* and kernel.domainname; where it is the host's, set it there: sysctl -w "
                    + name + "=" + value);
        }
    }

    private static void own(String name, String namespace, String mode) {
        if (mode.equals("host") || NamespacePlan.other(mode).isPresent()) {
            throw EngineException.invalid("sysctl " + name + " belongs to the " + namespace
                    + " namespace, and this container shares another's (" + mode
                    + "): set it there, or give the container its own");
        }
    }
}
