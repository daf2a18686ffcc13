package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainersPruned;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which containers {@code prune} removes. */
final class ContainerPrune {
    private final ContainerTable table;
    private final RootFileSystems roots;
    private final Lifecycle lifecycle;
    private final ContainerEvents events;

    ContainerPrune(ContainerTable table, RootFileSystems roots, Lifecycle lifecycle, ContainerEvents events) {
        this.events = events;
        this.table = table;
        this.roots = roots;
        this.lifecycle = lifecycle;
    }

    ContainersPruned prune(Map<String, List<String>> filters) {
        var chosen = new PruneFilter(filters, Instant.now());
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Container each : table.all()) {
            if (each.run() == null && !SummaryView.isUp(each) && chosen.takes(each)) {
                long size = roots.size(each.id());
                try {
                    lifecycle.remove(each, false, false);
                } catch (EngineException e) {
                    if (e.kind() == ErrorKind.CONFLICT) {
                        // Started in the meantime.
                        continue;
                    }
                    throw e;
                }
                bytes += size;
                gone.add(each.id());
            }
        }
        events.pruned(bytes);
        return new ContainersPruned(gone, bytes);
    }
}
