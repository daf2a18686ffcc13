package dev.jcompose.api.container;

import java.util.List;

/** The body of {@code POST /exec/{id}/start}. */
public record ExecStart(boolean detach, boolean tty, List<Integer> consoleSize) {}
