package dev.jcompose.agent;

import dev.jcompose.engine.build.Builds;
import dev.jcompose.engine.build.Contexts;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.scheduler.protocol.Assignment;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds images of services from contexts that were put before; a context serves one build. */
public record Builder(Builds builds, Contexts contexts) {

    void build(Assignment.Build build, ProgressSink progress) throws IOException {
        Map<String, InputStream> opened = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> each : build.contexts().entrySet()) {
                opened.put(each.getKey(), contexts.open(each.getValue()));
            }
            if (build.request().options().check()) {
                builds.check(build.request(), opened, progress);
            } else {
                builds.build(build.request(), opened, progress);
            }
        } finally {
            for (InputStream each : opened.values()) {
                each.close();
            }
            for (String id : build.contexts().values()) {
                contexts.delete(id);
            }
        }
    }
}
