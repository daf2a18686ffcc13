package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmpfsOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"ro", "noexec", "size=64m", "size=50%", "mode=1777", "uid=1000", "nr_inodes=1k", "huge=never"})
    void whatTheKernelTakesIsTaken(String option) {
        assertDoesNotThrow(() -> TmpfsOptions.check("/x", option));
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, size",
        "size, size=64m",
        "size=abc, size=64m",
        "mode=9, octal",
        "uid=me, number",
        "ro=1, flags"
    })
    void anotherOptionIsNamedWithWhatWouldWork(String option, String way) {
        var refused = assertThrows(EngineException.class, () -> TmpfsOptions.check("/x", option));
        String message = String.valueOf(refused.getMessage());
        assertEquals(ErrorKind.INVALID, refused.kind());
        assertTrue(message.startsWith("tmpfs /x: invalid tmpfs option \"" + option + "\": "), message);
        assertTrue(message.contains(way), message);
    }
}
