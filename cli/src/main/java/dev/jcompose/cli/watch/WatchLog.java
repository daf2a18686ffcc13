package dev.jcompose.cli.watch;

import dev.jcompose.cli.output.MergedLog;
import java.io.PrintStream;

/** Where a watcher says what it does. Safe for threads. */
public interface WatchLog {
    /** What it does. */
    void say(String text);

    /** What failed. */
    void complain(String text);

    /** What a command in a container has written. */
    void line(String text);

    /** As {@code watch} says it: nothing else is on the terminal. */
    static WatchLog plain(PrintStream out, PrintStream err) {
        return new WatchLog() {
            @Override
            public void say(String text) {
                out.println(text);
            }

            @Override
            public void complain(String text) {
                err.println(text);
            }

            @Override
            public void line(String text) {
                out.println(text);
            }
        };
    }

    /** As {@code up --watch} says it, among the lines of the containers. */
    static WatchLog merged(MergedLog log) {
        return new WatchLog() {
            @Override
            public void say(String text) {
                text.lines().forEach(log::watch);
            }

            @Override
            public void complain(String text) {
                text.lines().forEach(log::watch);
            }

            @Override
            public void line(String text) {
                log.note(text);
            }
        };
    }
}
