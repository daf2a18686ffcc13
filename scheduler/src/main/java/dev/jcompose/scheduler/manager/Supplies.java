package dev.jcompose.scheduler.manager;

import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a request need and a plan must not hold.
 *
 * @param logins registry → login
 * @param contexts names under which the client put build contexts → their ids; null where they are gone with an earlier daemon
 */
record Supplies(Map<String, AuthConfig> logins, @Nullable Map<String, String> contexts) {

    static final Supplies NONE = new Supplies(Map.of(), null);

    static Supplies of(StackRequest request) {
        return new Supplies(request.logins(), request.contexts());
    }

    Assignment complete(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Build build ->
                new Assignment.Build(
                        build.stack(), build.ref(), build.request().withAuths(logins), put(build.contexts()));
            case Assignment.Pull pull ->
                new Assignment.Pull(pull.stack(), pull.ref(), pull.platform(), pull.saidBy(), logins);
            case Assignment.Network _,
                    Assignment.Volume _,
                    Assignment.Container _,
                    Assignment.RemoveImage _,
                    Assignment.Content _ -> assignment;
        };
    }

    private Map<String, String> put(Map<String, String> named) {
        if (contexts == null) {
            return named;
        }
        Map<String, String> ids = new TreeMap<>();
        named.forEach((context, sent) -> ids.put(context, contexts.getOrDefault(sent, "")));
        return ids;
    }
}
