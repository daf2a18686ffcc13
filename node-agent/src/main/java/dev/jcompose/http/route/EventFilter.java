package dev.jcompose.http.route;

import dev.jcompose.api.system.EventMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The filters of {@code /events}. */
record EventFilter(Map<String, List<String>> filters) implements Predicate<EventMessage> {
    private static final Set<String> OBJECTS = Set.of(
            "container",
            "image",
            "network",
            "volume",
            "daemon",
            "builder",
            "plugin",
            "service",
            "node",
            "secret",
            "config");
    private static final Set<String> OTHERS = Set.of("event", "type", "label", "scope");

    static EventFilter of(Map<String, List<String>> filters) {
        return new EventFilter(Filters.checked(filters, union()));
    }

    private static Set<String> union() {
        var all = new java.util.HashSet<>(OBJECTS);
        all.addAll(OTHERS);
        return all;
    }

    @Override
    public boolean test(EventMessage event) {
        return Filters.equal(filters, "type", event.type())
                && Filters.equal(filters, "scope", event.scope())
                && action(event.action())
                && Filters.labels(filters, event.actor().attributes())
                && object(event);
    }

    /** {@code health_status} also means {@code health_status: healthy}. */
    private boolean action(String action) {
        List<String> wanted = filters.getOrDefault("event", List.of());
        int colon = action.indexOf(':');
        return wanted.isEmpty()
                || wanted.contains(action)
                || (colon > 0 && wanted.contains(action.substring(0, colon)));
    }

    /** Filters by object are alternatives of each other: those for another type of object do not speak of this event. */
    private boolean object(EventMessage event) {
        for (String type : OBJECTS) {
            List<String> wanted = filters.getOrDefault(type, List.of());
            boolean speaks = event.type().equals(type) && wanted.stream().anyMatch(w -> is(event, w))
                    || type.equals("image") && wanted.stream().anyMatch(w -> isOfImage(event, w));
            if (!wanted.isEmpty() && !speaks) {
                return false;
            }
        }
        return true;
    }

    /** Of an image go its own events, by any of its tags, and those of containers made from it. */
    private static boolean isOfImage(EventMessage event, String wanted) {
        String name = event.actor().attributes().getOrDefault(event.type().equals("container") ? "image" : "name", "");
        boolean tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
        return List.of("image", "container").contains(event.type())
                && (name.equals(wanted)
                        || tagged && name.substring(0, name.lastIndexOf(':')).equals(wanted));
    }

    private static boolean is(EventMessage event, String wanted) {
        String id = event.actor().id();
        String name = event.actor().attributes().getOrDefault("name", "");
        return name.equals(wanted)
                || id.equals(wanted)
                || (event.type().equals("container") && !wanted.isEmpty() && id.startsWith(wanted))
                || (event.type().equals("image") && (name + ":latest").equals(wanted));
    }
}
