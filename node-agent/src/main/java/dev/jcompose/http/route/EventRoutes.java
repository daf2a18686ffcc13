package dev.jcompose.http.route;

import dev.jcompose.api.system.EventMessage;
import dev.jcompose.engine.event.Events;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.time.Duration;
import java.time.Instant;

/** {@code /events}. */
public final class EventRoutes {
    private final Events events;

    public EventRoutes(Events events) {
        this.events = events;
    }

    public void addTo(Router router) {
        router.get("/events", this::follow);
    }

    private void follow(Request request, Response response) throws InterruptedException {
        Instant since = Times.parse(request.query().text("since"));
        Instant until = Times.parse(request.query().text("until"));
        try (var subscription =
                events.subscribe(since, EventFilter.of(request.query().filters()))) {
            request.whenGone(subscription::close);
            var lines = response.jsonLines(200);
            while (true) {
                EventMessage next;
                if (until == null) {
                    next = subscription.take();
                } else {
                    var left = Duration.between(Instant.now(), until);
                    next = subscription.poll(left.isNegative() ? Duration.ZERO : left);
                }
                if (next == null || (until != null && at(next).isAfter(until)) || !lines.write(next)) {
                    return;
                }
            }
        }
    }

    private static Instant at(EventMessage event) {
        return Instant.ofEpochSecond(0, event.timeNano());
    }
}
