package dev.jcompose.engine.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String DIGEST = "@sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "debian,docker.io/library/debian:latest,debian:latest",
        "debian:bookworm,docker.io/library/debian:bookworm,debian:bookworm",
        "library/debian,docker.io/library/debian:latest,debian:latest",
        "someone/app:1,docker.io/someone/app:1,someone/app:1",
        "docker.io/debian,docker.io/library/debian:latest,debian:latest",
        "index.docker.io/debian,docker.io/library/debian:latest,debian:latest",
        "localhost/app,localhost/app:latest,localhost/app:latest",
        "localhost:5000/a/b:x,localhost:5000/a/b:x,localhost:5000/a/b:x",
        "[::1]:5000/app,[::1]:5000/app:latest,[::1]:5000/app:latest",
        "ghcr.io/o/p:V1.0_x,ghcr.io/o/p:V1.0_x,ghcr.io/o/p:V1.0_x",
        "Registry/app,Registry/app:latest,Registry/app:latest",
        "a__b/c--d,docker.io/a__b/c--d:latest,a__b/c--d:latest",
    })
    void defaultsAreFilledInAsDockerDoes(String text, String full, String familiar) {
        assertEquals(full, Reference.parse(text).toString());
        assertEquals(familiar, Reference.parse(text).familiar());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Debian", "a:", "a:-x", "a/../b", "a//b", "-a", "a@sha256:12", "a b", "http://x/y", "a:b:c"})
    void whatDockerRefusesIsRefused(String text) {
        assertThrows(EngineException.class, () -> Reference.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian", "debian:12", "localhost:5000/a"})
    void aDigestNamesExactlyThatManifest(String name) {
        var ref = Reference.parse(name + DIGEST);
        assertEquals(DIGEST.substring(1), ref.digest().orElseThrow().toString());
        assertEquals(ref, Reference.parse(ref.toString()));
    }
}
