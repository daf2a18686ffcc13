package dev.jcompose.agent;

import dev.jcompose.engine.build.Builds;
import dev.jcompose.engine.build.Contexts;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.scheduler.protocol.Assignment;
import java.io.IOException;
import java.io.InputStream;

/** Builds images of services from contexts that were put before; a context serves one build. */
public record Builder(Builds builds, Contexts contexts) {

    void build(Assignment.Build build, ProgressSink progress) throws IOException {
        try (InputStream context =
                build.request().remote().isEmpty() ? contexts.open(build.context()) : InputStream.nullInputStream()) {
            builds.build(build.request(), context, progress);
        } finally {
            contexts.delete(build.context());
        }
    }
}
