package dev.jcompose.api.container;

import java.util.Map;

/** {@code type}: empty (the daemon's default), {@code json-file}, {@code local} or {@code none}. */
public record LogConfig(String type, Map<String, String> config) {
    public static final LogConfig DEFAULT = new LogConfig("", Map.of());
}
