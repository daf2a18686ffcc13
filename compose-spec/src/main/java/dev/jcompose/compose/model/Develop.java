package dev.jcompose.compose.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path that is watched, and what a change of it does. */
public record Develop(List<Watch> watch) {
    /**
     * What a change of a path does.
     *
     * @param action {@code rebuild}, {@code sync}, {@code restart}, {@code sync+restart} or {@code sync+exec}
     */
    public record Watch(
            String path,
            String action,
            String target,
            @Nullable Hook exec,
            List<String> include,
            List<String> ignore,
            boolean initialSync) {}

    static Develop of(View view) {
        return new Develop(view.structs(
                "watch",
                watch -> new Watch(
                        watch.text("path"),
                        watch.text("action"),
                        watch.text("target"),
                        watch.struct("exec", Hook::of),
                        watch.texts("include"),
                        watch.texts("ignore"),
                        watch.flag("initial_sync"))));
    }
}
