package dev.jcompose.engine.container;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with an {@link Engine} of its own. */
abstract class InEngine {
    /** A shell line that says that it runs, and runs until it is asked to end. */
    static final String IDLE = "trap exit TERM; echo ready; while :; do sleep 0.05; done";

    Engine engine;

    @BeforeEach
    void startEngine() throws IOException {
        engine = Engine.start();
    }

    @AfterEach
    void stopEngine() throws IOException {
        engine.close();
    }
}
