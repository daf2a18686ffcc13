package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.EventMessage;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Moment;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code events}: what happens to the stack's containers. */
public final class EventsVerb implements Verb {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    @Override
    public String summary() {
        return "Receive real time events from containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--json", "Output events as a stream of json objects")
                .text("--since", "string", "Show all events created since timestamp")
                .text("--until", "string", "Stream events until this timestamp");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at);
        Instant now = Instant.now();
        Target target = new Target("/events")
                .query(
                        "filters",
                        "{\"type\":[\"container\"],\"label\":[\"com.docker.compose.project=" + stack.name() + "\"]}")
                .query("since", Moment.parse("--since", given.text("--since", ""), now))
                .query("until", Moment.parse("--until", given.text("--until", ""), now));
        List<String> services = given.words();
        try (var reply = stack.client().open(Call.get(target));
                var events = reply.values(EventMessage.class)) {
            while (events.hasNextValue()) {
                EventMessage event = events.nextValue();
                String service = event.actor().attributes().getOrDefault("com.docker.compose.service", "");
                // What somebody runs beside the services is nothing that happens to them.
                boolean oneOff = "True".equals(event.actor().attributes().get("com.docker.compose.oneoff"));
                if (!oneOff && (services.isEmpty() || services.contains(service))) {
                    at.out().println(given.flag("--json") ? json(event, service) : text(event));
                    at.out().flush();
                }
            }
        }
        return 0;
    }

    private static Instant time(EventMessage event) {
        return Instant.ofEpochSecond(0, event.timeNano());
    }

    private static Map<String, String> attributes(EventMessage event) {
        Map<String, String> shown = new TreeMap<>(event.actor().attributes());
        shown.keySet().removeIf(name -> name.startsWith("com.docker.compose."));
        return shown;
    }

    private static String text(EventMessage event) {
        String attributes = attributes(event).entrySet().stream()
                .map(a -> a.getKey() + "=" + a.getValue())
                .collect(Collectors.joining(", "));
        return TIME.format(time(event).atZone(ZoneId.systemDefault())) + " container " + event.action() + " "
                + event.actor().id() + " (" + attributes + ")";
    }

    private static String json(EventMessage event, String service) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("time", time(event).toString());
        fields.put("type", "container");
        fields.put("service", service);
        fields.put("id", event.actor().id());
        fields.put("action", event.action());
        fields.put("attributes", attributes(event));
        return new String(Json.write(fields), StandardCharsets.UTF_8);
    }
}
