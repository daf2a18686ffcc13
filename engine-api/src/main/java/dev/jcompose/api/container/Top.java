package dev.jcompose.api.container;

import java.util.List;

/** The processes of a container as {@code ps} prints them. */
public record Top(List<String> titles, List<List<String>> processes) {}
