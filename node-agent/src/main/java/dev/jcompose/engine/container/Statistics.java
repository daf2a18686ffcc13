package dev.jcompose.engine.container;

import dev.jcompose.api.container.Stats;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What running containers use. */
final class Statistics {
    private final Cgroups cgroups;
    private final Usage usage;
    private final Stage stage;

    Statistics(Cgroups cgroups, Stage stage) {
        this.cgroups = cgroups;
        this.usage = new Usage(cgroups);
        this.stage = stage;
    }

    List<Integer> processes(Container container) {
        return cgroups.processes(stage.cgroup(container.record()));
    }

    Stats sample(Container container, @Nullable Stats before) {
        ContainerRecord record = container.record();
        String name = "/" + record.name();
        Instant now = Instant.now();
        Container.Run run = container.run();
        if (run == null) {
            return Usage.none(name, record.id(), now);
        }
        String path = stage.cgroup(record);
        boolean ownNetwork = !record.host().namespaces().networkMode().equals("host");
        return new Stats(
                name,
                record.id(),
                now,
                before == null ? dev.jcompose.api.json.Json.ZERO_TIME : before.read(),
                usage.pids(path),
                usage.blkio(path),
                0,
                usage.cpu(path),
                before == null ? Stats.Cpu.ZERO : before.cpuStats(),
                usage.memory(path),
                ownNetwork ? Usage.networks(run.pid()) : Map.of());
    }
}
