package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitProgramTest {
    private static final Path STATIC = Path.of("/usr/bin/busybox");
    private static final Path DYNAMIC = Path.of("/usr/bin/env");

    @TempDir
    Path folder;

    @Test
    void aProgramThatNeedsALinkerIsPassedOver() {
        assumeTrue(Files.isExecutable(STATIC), "busybox-static is missing");
        assertEquals(STATIC, InitProgram.find(List.of(Path.of("/nowhere/tini"), DYNAMIC, STATIC)));
    }

    @Test
    void whatIsNoProgramIsNone() throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
        assertFalse(InitProgram.isStatic(script));
        assertFalse(InitProgram.isStatic(Files.createFile(folder.resolve("empty"))));
        assertFalse(InitProgram.isStatic(folder.resolve("missing")));
    }

    @Test
    void aHostWithoutOneIsToldThePackage() {
        EngineException failure = assertThrows(EngineException.class, () -> InitProgram.find(List.of(DYNAMIC)));
        assertEquals(ErrorKind.UNAVAILABLE, failure.kind());
        assertTrue(failure.getMessage().contains("install the package tini"), failure.getMessage());
    }
}
