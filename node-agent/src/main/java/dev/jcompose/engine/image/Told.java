package dev.jcompose.engine.image;

import java.util.function.LongConsumer;

/** Thins out progress: one word for each hundredth, not for each packet. */
final class Told {
    private final long step;
    private final LongConsumer say;
    private long next;

    Told(long total, LongConsumer say) {
        this.step = Math.max(total / 100, 1 << 17);
        this.say = say;
    }

    void at(long bytes) {
        if (bytes >= next) {
            next = bytes + step;
            say.accept(bytes);
        }
    }
}
