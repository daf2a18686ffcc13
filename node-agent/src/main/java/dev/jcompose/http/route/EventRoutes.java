package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.system.EventMessage;
import dev.jcompose.engine.event.Events;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

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
        Instant since = time(request.query().text("since"));
        Instant until = time(request.query().text("until"));
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

    /** Seconds since 1970, with a fraction or not, or RFC 3339; empty is none. */
    static @Nullable Instant time(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return null;
        }
        try {
            return Character.isDigit(text.charAt(0)) && text.indexOf('-') < 0
                    ? Instant.ofEpochSecond(
                            0, new BigDecimal(text).movePointRight(9).longValue())
                    : OffsetDateTime.parse(text).toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            throw EngineException.invalid("\"" + text + "\" is no time: give seconds since 1970 or RFC 3339");
        }
    }
}
