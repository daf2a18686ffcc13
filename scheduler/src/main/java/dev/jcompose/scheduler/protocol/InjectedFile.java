package dev.jcompose.scheduler.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * A secret or config as a read-only file in a container.
 *
 * @param content id of a {@link Assignment.Content}
 * @param target absolute path in the container
 * @param mode permission bits
 * @param live the caller's file on the daemon's host, bound as long as it is the one that was read; null: always copied
 */
public record InjectedFile(
        String content,
        String target,
        int uid,
        int gid,
        int mode,
        @JsonSetter(nulls = Nulls.SET) @Nullable String live) {}
