package dev.jcompose.engine.cdi;

import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.cdi.ContainerEdits.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The devices of this host that vendors describe by CDI. The folders are read at each question: what a vendor's tool writes
 * holds for the next start.
 */
public final class CdiDevices {
    private static final Set<String> HOOKS =
            Set.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart");
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final List<Path> folders;

    /** @param folders a later one holds before an earlier one; need not exist */
    public CdiDevices(List<Path> folders) {
        this.folders = folders;
    }

    /** INVALID where a device is not there, or wants what this engine does not do. */
    public Injection of(DeviceAccess access) {
        if (access.deviceRequests().isEmpty()
                && access.devices().stream().noneMatch(each -> DeviceName.is(each.pathOnHost()))) {
            return Injection.NONE;
        }
        Catalog catalog = Catalog.read(folders);
        List<ContainerEdits> edits = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        for (Wishes.Wish each : Wishes.of(access, catalog)) {
            try {
                Catalog.Entry entry = catalog.get(each.name());
                if (files.add(entry.file())) {
                    edits.add(checked(entry.content().containerEdits(), each.name(), entry.file()));
                }
                edits.add(checked(entry.device().containerEdits(), each.name(), entry.file()));
            } catch (EngineException e) {
                throw e.about(each.from());
            }
        }
        return new Injection(edits, catalog.faults());
    }

    private static ContainerEdits checked(ContainerEdits edits, String name, Path file) {
        String which = "CDI device " + name + " (" + file + ")";
        if (!edits.intelRdt().isEmpty()) {
            throw EngineException.invalid(which + " wants intelRdt, which this engine does not set");
        }
        if (!edits.netDevices().isEmpty()) {
            throw EngineException.invalid(which + " wants netDevices, which this engine does not move");
        }
        for (Hook hook : edits.hooks()) {
            if (!HOOKS.contains(hook.hookName())) {
                throw EngineException.invalid(which + " wants a hook " + hook.hookName()
                        + ", which this engine does not run: it runs createRuntime, createContainer, startContainer,"
                        + " poststart and prestart");
            }
        }
        if (!edits.hooks().isEmpty()) {
            trust(which, file);
        }
        return edits;
    }

    /** A hook is a program that runs as root on the host: only root may have said which. */
    private static void trust(String which, Path file) {
        try {
            Path real = file.toRealPath();
            for (Path each : List.of(file.resolveSibling(".").toRealPath(), real.resolveSibling("."), real)) {
                if (!Files.getAttribute(each, "unix:uid").equals(0)
                        || ((int) Files.getAttribute(each, "unix:mode") & WRITABLE_BY_OTHERS) != 0) {
                    throw EngineException.invalid(which + " wants hooks, which run as root, but " + each
                            + " is not root's alone to write: chown root and chmod go-w it");
                }
            }
        } catch (IOException e) {
            throw EngineException.unavailable("cannot look at " + file, e);
        }
    }
}
