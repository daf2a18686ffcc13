package dev.jcompose.agent;

import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Report;
import java.util.function.Consumer;

/** What is told of an assignment while the work on it goes on. */
record Telling(Assigned of, Consumer<Report> reports) {

    /** What of a wish this node could not give. */
    void warn(String shortcoming) {
        reports.accept(new Report.Warned(of.what().key(), of.revision(), shortcoming));
    }

    /** @param turn {@code post_start} or {@code pre_stop} */
    void hookSays(String turn, String words) {
        reports.accept(new Report.Working(of.what().key(), of.revision(), words, turn, 0, 0));
    }
}
