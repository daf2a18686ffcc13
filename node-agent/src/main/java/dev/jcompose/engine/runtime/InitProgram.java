package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The small init that {@code init: true} puts before a container's process: one that is statically linked, from the host. */
public final class InitProgram {
    private static final List<String> NAMES = List.of("docker-init", "tini-static", "catatonit");
    private static final List<String> FOLDERS = List.of(
            "/usr/local/libexec/jcompose", "/usr/libexec/podman", "/usr/libexec/docker", "/usr/bin", "/usr/local/bin");

    private InitProgram() {}

    public static Path find() {
        return FOLDERS.stream()
                .flatMap(folder -> NAMES.stream().flatMap(name -> Stream.of(Path.of(folder, name))))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> EngineException.unavailable(
                        "init was asked for, and this host has none of " + String.join(", ", NAMES)
                                + ": install the package tini or catatonit",
                        null));
    }
}
