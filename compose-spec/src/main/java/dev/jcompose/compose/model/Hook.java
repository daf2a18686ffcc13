package dev.jcompose.compose.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command at a turn of a container's life; an init step may have an image of its own. */
public record Hook(
        @Nullable List<String> command,
        String image,
        String user,
        boolean privileged,
        String workingDir,
        Map<String, @Nullable String> environment,
        boolean perReplica) {

    static Hook of(View view) {
        return new Hook(
                view.textsOrNull("command"),
                view.text("image"),
                view.text("user"),
                view.flag("privileged"),
                view.text("working_dir"),
                view.nullableTextByKey("environment"),
                view.flag("per_replica"));
    }
}
