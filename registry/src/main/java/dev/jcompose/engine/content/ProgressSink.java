package dev.jcompose.engine.content;

import dev.jcompose.api.image.Progress;

/**
 * Where a pull, push, load or build says how it goes, line by line. Called from several threads, one line at a time each; a
 * sink whose reader is gone swallows what it gets, so that the work goes on.
 */
@FunctionalInterface
public interface ProgressSink {
    ProgressSink NONE = line -> {};

    void send(Progress line);

    default void status(String text) {
        send(Progress.status(text));
    }
}
