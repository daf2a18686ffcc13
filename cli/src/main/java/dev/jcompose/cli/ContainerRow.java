package dev.jcompose.cli;

import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.output.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A container as {@code ps} prints it, with Compose's names of fields. */
public final class ContainerRow {
    private static final int SHORT_ID = 12;
    private static final int SHORT_COMMAND = 20;

    private ContainerRow() {}

    public static Map<String, Object> of(StackContainer container, String stack, Instant now, boolean whole) {
        String command = whole || container.command().length() <= SHORT_COMMAND
                ? container.command()
                : container.command().substring(0, SHORT_COMMAND - 1) + "…";
        Instant created = Instant.ofEpochSecond(container.created());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Command", "\"" + command + "\"");
        row.put("CreatedAt", created.toString());
        row.put("Created", Human.duration(Duration.between(created, now)) + " ago");
        row.put("ExitCode", container.exitCode());
        row.put("Health", container.health());
        row.put("ID", whole ? container.id() : shortId(container.id()));
        row.put("Image", container.image());
        row.put("Name", container.name());
        row.put("Names", container.name());
        row.put("Ports", ports(container.ports()));
        row.put("Project", stack);
        row.put(
                "Publishers",
                container.ports().stream().map(ContainerRow::publisher).toList());
        row.put("RunningFor", row.get("Created"));
        row.put("Service", container.service());
        row.put("State", container.state());
        row.put("Status", container.status());
        return row;
    }

    public static String shortId(String id) {
        String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        return digits.substring(0, Math.min(SHORT_ID, digits.length()));
    }

    private static String ports(List<StackContainer.Port> ports) {
        return ports.stream()
                .map(p -> p.published() == 0
                        ? p.target() + "/" + p.protocol()
                        : address(p) + ":" + p.published() + "->" + p.target() + "/" + p.protocol())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String address(StackContainer.Port port) {
        return port.hostIp().contains(":") ? "[" + port.hostIp() + "]" : port.hostIp();
    }

    private static Map<String, Object> publisher(StackContainer.Port port) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("URL", port.hostIp());
        fields.put("TargetPort", port.target());
        fields.put("PublishedPort", port.published());
        fields.put("Protocol", port.protocol());
        return fields;
    }
}
