package dev.jcompose.cli;

import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.container.MountPoint;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.output.Human;
import dev.jcompose.cli.output.template.Method;
import dev.jcompose.cli.output.template.Struct;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A container as {@code ps} prints it, with Compose's names of fields. */
public final class ContainerRow {
    private static final int SHORT_ID = 12;
    private static final int SHORT_COMMAND = 20;
    private static final int SHORT_MOUNT = 15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ENGLISH);

    private ContainerRow() {}

    public static Map<String, Object> of(StackContainer container, String stack, Instant now, boolean whole) {
        String command = whole ? container.command() : shortened(container.command(), SHORT_COMMAND);
        Instant created = Instant.ofEpochSecond(container.created());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Command", "\"" + command + "\"");
        row.put("CreatedAt", TIME.format(created.atZone(ZoneId.systemDefault())));
        row.put("ExitCode", container.exitCode());
        row.put("Health", container.health());
        row.put("ID", whole ? container.id() : shortId(container.id()));
        row.put("Image", container.image());
        row.put("Name", container.name());
        row.put("Names", container.name());
        row.put("Ports", DisplayedPorts.of(container.ports()));
        row.put("Project", stack);
        row.put(
                "Publishers",
                container.ports().stream().map(ContainerRow::publisher).toList());
        row.put("RunningFor", Human.duration(Duration.between(created, now)) + " ago");
        row.put("Service", container.service());
        row.put("State", container.state());
        row.put("Status", container.status());
        return row;
    }

    public static String shortId(String id) {
        String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        return digits.substring(0, Math.min(SHORT_ID, digits.length()));
    }

    /** As {@link #of} with what only the engine knows of it, in Compose's order. */
    public static Map<String, Object> of(
            StackContainer container, String stack, Instant now, boolean whole, ContainerSummary more) {
        Map<String, Object> row = new TreeMap<>(of(container, stack, now, whole));
        List<MountPoint> volumes = more.mounts().stream()
                .filter(mount -> mount.type().equals("volume"))
                .toList();
        row.put("Engine", "");
        row.put("Labels", labels(more.labels()));
        row.put("Label", label(more.labels()));
        row.put("LocalVolumes", String.valueOf(volumes.size()));
        row.put(
                "Mounts",
                more.mounts().stream()
                        .map(mount -> mount.name().isEmpty() ? mount.source() : mount.name())
                        .map(name -> whole ? name : shortened(name, SHORT_MOUNT))
                        .collect(Collectors.joining(",")));
        row.put("Networks", String.join(",", more.networkSettings().networks().keySet()));
        row.put("Size", Human.size(0));
        return row;
    }

    public static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    /** For <code>{{.Label "team"}}</code>. */
    public static Method label(Map<String, String> labels) {
        return arguments -> labels.getOrDefault(arguments.isEmpty() ? "" : String.valueOf(arguments.getFirst()), "");
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    private static Struct publisher(StackContainer.Port port) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("URL", port.hostIp());
        fields.put("TargetPort", port.target());
        fields.put("PublishedPort", port.published());
        fields.put("Protocol", port.protocol());
        return new Struct(fields);
    }
}
