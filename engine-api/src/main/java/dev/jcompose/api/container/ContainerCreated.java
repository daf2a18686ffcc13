package dev.jcompose.api.container;

import java.util.List;

/** The answer to create, and with warnings alone ({@code id} empty) to update. */
public record ContainerCreated(String id, List<String> warnings) {}
