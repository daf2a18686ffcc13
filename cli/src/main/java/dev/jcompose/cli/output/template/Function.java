package dev.jcompose.cli.output.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a name in a template stands for. Throws a Fault without a place for arguments that it cannot take. */
@FunctionalInterface
interface Function {
    @Nullable
    Object call(List<@Nullable Object> arguments);
}
