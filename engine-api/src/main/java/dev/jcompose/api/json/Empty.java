package dev.jcompose.api.json;

/** Go's {@code struct{}}: the value of the members of a set, as in {@code "ExposedPorts": {"80/tcp": {}}}. */
public record Empty() {
    public static final Empty EMPTY = new Empty();
}
