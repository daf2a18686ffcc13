package dev.jcompose.cli.output.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field that takes arguments: <code>{{.Label "team"}}</code>. It is no part of the row as JSON. */
@FunctionalInterface
public interface Method {
    @Nullable
    Object call(List<@Nullable Object> arguments);
}
