package dev.jcompose.scheduler.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How far a task is to be brought. The engine's restart policy holds afterwards; a goal is reached once, not for ever. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "Kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Goal.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Goal.Running.class, name = "running"),
    @JsonSubTypes.Type(value = Goal.Beside.class, name = "beside"),
    @JsonSubTypes.Type(value = Goal.InPlace.class, name = "inPlace"),
    @JsonSubTypes.Type(value = Goal.Drained.class, name = "drained"),
    @JsonSubTypes.Type(value = Goal.Restarted.class, name = "restarted"),
    @JsonSubTypes.Type(value = Goal.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = Goal.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = Goal.Signalled.class, name = "signalled"),
    @JsonSubTypes.Type(value = Goal.Removed.class, name = "removed")
})
public sealed interface Goal {
    record Created() implements Goal {}

    /** A paused container is resumed, a stopped one started. */
    record Running() implements Goal {}

    /** Running, while the published ports lead to the container of the task {@code of} that it is to replace. */
    record Beside(String of) implements Goal {}

    /** Running, with the published ports of the container that it stood beside. */
    record InPlace() implements Goal {}

    /** Not running, and not before its clients have gone. {@code timeout}: seconds for either; null: the container's own. */
    record Drained(@Nullable Integer timeout) implements Goal {}

    /** Running, by a start after now. {@code timeout}: seconds until the kill; null: the container's own. */
    record Restarted(@Nullable Integer timeout) implements Goal {}

    /** Not running. {@code timeout}: seconds until the kill; null: the container's own. */
    record Stopped(@Nullable Integer timeout) implements Goal {}

    record Paused() implements Goal {}

    record Signalled(String signal) implements Goal {}

    /** Gone; {@code volumes}: its anonymous volumes too. */
    record Removed(boolean volumes) implements Goal {}
}
