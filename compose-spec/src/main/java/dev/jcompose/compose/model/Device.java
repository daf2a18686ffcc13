package dev.jcompose.compose.model;

/** A device of the host inside the container, or the name of a CDI device as source. */
public record Device(String source, String target, String permissions) {
    static Device of(View view) {
        return new Device(view.text("source"), view.text("target"), view.text("permissions"));
    }
}
