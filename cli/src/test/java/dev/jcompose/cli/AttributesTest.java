package dev.jcompose.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** Each attribute of the stack file does what it says, seen inside a real container or at the host. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Launched jcompose;
    private final Set<String> proved = new TreeSet<>();
    /** Path → the case that this host cannot run. */
    private final Map<String, String> passedOver = new TreeMap<>();

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
        try {
            AttributeShell.of(jcompose, each).show(PATIENCE);
            proved.addAll(each.proves());
        } catch (TestAbortedException e) {
            each.proves().forEach(path -> passedOver.put(path, each.name()));
            throw e;
        }
    }

    /** What nobody has seen here is not taken for shown. */
    @AfterAll
    void unproven() {
        passedOver.keySet().removeAll(proved);
        passedOver.forEach((path, name) -> System.out.println("unproven on this host: " + path + " (" + name + ")"));
    }
}
