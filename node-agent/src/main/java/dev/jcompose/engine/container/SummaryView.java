package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerState.Health;
import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.container.ContainerSummary.Port;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.api.network.PortBinding;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.runtime.SpecWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container as {@code ps} shows it. */
final class SummaryView {
    private final InspectView inspections;
    private final Connectivity networks;

    SummaryView(InspectView inspections, Connectivity networks) {
        this.inspections = inspections;
        this.networks = networks;
    }

    ContainerSummary of(Container container, ContainerInspect.Sizes sizes) {
        ContainerRecord record = container.record();
        NetworkSettings settings =
                networks.settings(record.id(), InspectView.nameOnceRun(record), Hostnames.of(record), record.request());
        return new ContainerSummary(
                record.id(),
                List.of("/" + record.name()),
                record.config().image(),
                record.imageId(),
                command(record),
                record.created().getEpochSecond(),
                ports(settings),
                sizes,
                record.config().labels(),
                container.statusName(),
                status(container, Instant.now()),
                new ContainerSummary.Host(
                        record.host().namespaces().networkMode(),
                        record.host().running().annotations()),
                new ContainerSummary.Networks(settings.networks()),
                inspections.mounts(record));
    }

    private static String command(ContainerRecord record) {
        List<String> words = SpecWriter.argv(record.config());
        return words.isEmpty() ? "" : ContainerSummary.command(words.getFirst(), words.subList(1, words.size()));
    }

    private static List<Port> ports(NetworkSettings settings) {
        List<Port> ports = new ArrayList<>();
        settings.ports().forEach((name, bindings) -> {
            String[] parts = name.split("/");
            int inner = Integer.parseInt(parts[0].split("-")[0]);
            String type = parts.length > 1 ? parts[1] : "tcp";
            if (bindings == null || bindings.isEmpty()) {
                ports.add(new Port("", inner, 0, type));
                return;
            }
            for (PortBinding each : bindings) {
                ports.add(new Port(each.hostIp(), inner, Integer.parseInt(each.hostPort()), type));
            }
        });
        ports.sort(Comparator.comparingInt(Port::privatePort));
        return ports;
    }

    static String status(Container container, Instant now) {
        var state = container.state();
        return switch (state.status()) {
            case CREATED -> "Created";
            case REMOVING -> "Removal In Progress";
            case RUNNING ->
                "Up " + ago(Duration.between(state.startedAt(), now))
                        + (container.isPaused() ? " (Paused)" : health(container.probes.health()));
            case EXITED ->
                (container.isRestarting() ? "Restarting (" : "Exited (") + state.exitCode() + ") "
                        + ago(Duration.between(state.finishedAt(), now)) + " ago";
        };
    }

    private static String health(@Nullable Health health) {
        if (health == null) {
            return "";
        }
        return health.status().equals("starting") ? " (health: starting)" : " (" + health.status() + ")";
    }

    /** As Docker words it. */
    static String ago(Duration d) {
        long seconds = d.toSeconds();
        long minutes = d.toMinutes();
        long hours = Math.round(d.toMillis() / 3_600_000.0);
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        return hours < 24 * 365 * 2 ? hours / 24 / 30 + " months" : hours / 24 / 365 + " years";
    }

    /** Whether the list shows it without {@code all}. */
    static boolean isUp(Container container) {
        return container.state().status() == Status.RUNNING || container.isRestarting();
    }
}
