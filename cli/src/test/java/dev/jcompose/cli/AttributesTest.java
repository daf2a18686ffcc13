package dev.jcompose.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attribute of the stack file does what it says, seen inside a real container or at the host. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Launched jcompose;

    AttributesTest() throws IOException {
        jcompose = new Launched();
    }

    @BeforeAll
    void image() throws Exception {
        AttributeShell.begin(jcompose);
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    static List<AttributeCase> cases() throws IOException {
        return AttributeCase.chosen();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anAttributeHasItsEffect(AttributeCase each) throws Exception {
        AttributeShell.of(jcompose, each).show(PATIENCE);
    }
}
