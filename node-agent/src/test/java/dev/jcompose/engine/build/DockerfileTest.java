package dev.jcompose.engine.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "one", "EMPTY", "", "P", "/a/b/c.tar.gz");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$A | one",
                "${A}x | onex",
                "\\$A | $A",
                "'$A' | $A",
                "\"$A b\" | one b",
                "${NONE:-two} | two",
                "${EMPTY:-two} | two",
                "x${EMPTY-two} | x",
                "${A:+set} | set",
                "x${NONE:+set} | x",
                "${A:-${B:-c}} | one",
                "${NONE:-${A}} | one",
                "${P##*/} | c.tar.gz",
                "${P#*/} | a/b/c.tar.gz",
                "${P%.*} | /a/b/c.tar",
                "${P%%.*} | /a/b/c",
                "${P//\\//-} | -a-b-c.tar.gz",
                "a$ | a$",
                "$NONE. | ."
            })
    void variablesAreReplacedAsDockerDoes(String text, String expected) {
        assertEquals(expected, Expansion.word(text, '\\', VARIABLES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${A", "${}", "${NONE:?must be set}", "${A^}", "'open", "\"open"})
    void whatIsNoSubstitutionIsRefused(String text) {
        assertThrows(EngineException.class, () -> Expansion.word(text, '\\', VARIABLES));
    }

    @Test
    void continuationsCommentsAndDirectivesAreReadOver() {
        var source = DockerfileReader.read(
                "# syntax=docker/dockerfile:1\n# escape=`\n\nFROM a\n# c\nRUN x `\n  # inner\n\n  && y\ncmd z");
        assertEquals('`', source.escape());
        assertEquals(
                List.of("FROM", "RUN", "CMD"),
                source.lines().stream().map(Line::keyword).toList());
        assertEquals("x   && y", source.lines().get(1).text());
        assertEquals(6, source.lines().get(1).number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM a~~FOO b | line 3: unknown instruction: FOO",
                "FROM a~RUN --mount=type=ssh x | line 2: unsupported mount type \"ssh\"",
                "FROM a~COPY --parents a b | line 2: unknown flag: --parents of COPY",
                "FROM a~COPY a | line 2: COPY requires at least two arguments",
                "FROM a~RUN <<EOF~x | line 2: unterminated heredoc EOF",
                "RUN x | line 1: no build stage in current context",
                "FROM a b | line 1: FROM requires either one or three arguments",
                "FROM a~ONBUILD FROM b | line 2: FROM isn't allowed as an ONBUILD trigger",
                "FROM a~HEALTHCHECK --interval=5 CMD x | line 2: --interval=5 is no duration",
                "FROM a~ENV a | line 2: ENV must have two arguments",
                "FROM a~SHELL sh | line 2: SHELL requires the arguments to be in JSON form"
            })
    void whatTheBuilderDoesNotKnowIsRefusedWithItsLine(String dockerfile, String message) {
        var refused = assertThrows(
                EngineException.class, () -> Stages.of(InstructionParser.parse(dockerfile.replace('~', '\n'))));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("dockerfile parse error on " + message),
                refused.getMessage());
    }
}
