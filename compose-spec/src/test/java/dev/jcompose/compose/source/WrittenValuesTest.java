package dev.jcompose.compose.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.compose.node.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick count tells what a text surely writes: separators in text are no values. */
class WrittenValuesTest {
    private static long count(String text) {
        return WrittenValues.count("f", text, Long.MAX_VALUE);
    }

    @Test
    void keysValuesItemsAndCollectionsCount() {
        assertEquals(4, count("a: [x, y]\n"));
        assertEquals(4, count("a:\n- x\n- y\nb:\n"));
        assertEquals(7, count("{\"a\":{\"b\":1},\"c\":[]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: |\n  x, [y: z]\n\n  - b: c\n",
                "a: >-\n  x: y\n  z: y\n",
                "a: \"x, [y:\n  z, 'w: \\\" [\"\n",
                "a: 'x, [y: ''z\n  - b: c'\n",
                "a: x\n  - y, [z]\n  - y\n",
                "a: x # y: [z, w\n#b: c\n",
                "a: &b !!str x\n",
                "a: http://b:80/?c=[d,e]\n"
            })
    void whatLooksLikeValuesWithinAValueDoesNot(String text) {
        assertEquals(2, count(text), text);
    }

    @Test
    void whatFollowsABlockOfTextCountsAgain() {
        assertEquals(7, count("a:\n  b: |\n    x: y\n  c: z\nd: e\n"));
    }

    @Test
    void theFirstValueTooManyIsToldAtItsPlace() {
        UnreadableException e =
                assertThrows(UnreadableException.class, () -> WrittenValues.count("f", "a: \"\n😀\"\nb: [😀, x]\n", 5));
        assertEquals(new Position("f", 3, 8), e.position());
        assertEquals("too-large", e.code());
    }
}
