package dev.jcompose.engine.network;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which containers are to follow which, until they have. Of this process alone: what a start made of them is in the store. */
final class Successions {
    private record Succession(String from, int monitor) {}

    private final Map<String, Succession> expected = new ConcurrentHashMap<>();

    void expect(String id, String from, int monitor) {
        expected.put(id, new Succession(from, monitor));
    }

    @Nullable
    String predecessor(String id) {
        var succession = expected.get(id);
        return succession == null ? null : succession.from();
    }

    /** What the predecessor's monitor holds of {@code published}; to be called in the host's namespace or any other. */
    SharedHolds holds(String id, List<PublishedPort> published) {
        var succession = expected.get(id);
        return succession == null || published.isEmpty()
                ? SharedHolds.none()
                : SharedHolds.of(succession.monitor(), published);
    }

    /** A container ended: nothing can be had from it any more. */
    void endOf(String from) {
        expected.values().removeIf(each -> each.from().equals(from));
    }
}
