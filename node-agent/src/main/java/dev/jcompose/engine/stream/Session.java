package dev.jcompose.engine.stream;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A conversation with a process. One thread reads, one writes, any may close. */
public interface Session extends AutoCloseable {

    /** Blocks for the next output; null when there will be no more. */
    @Nullable
    Frame read();

    /** Input for the process; closing it is the end of its input alone. Where it takes none, what is written goes nowhere. */
    OutputStream stdin();

    /** Leaves the process alone and ends a {@link #read} that waits. */
    @Override
    void close();
}
