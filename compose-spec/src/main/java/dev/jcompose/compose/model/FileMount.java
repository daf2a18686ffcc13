package dev.jcompose.compose.model;

import org.jspecify.annotations.Nullable;

/**
 * A secret or config as a file of the container.
 *
 * @param source its key among the project's secrets or configs
 * @param target absolute path, or a name below the usual folder; empty for the usual path
 * @param mode permission bits, null where unset
 */
public record FileMount(
        String source,
        String target,
        String uid,
        String gid,
        @Nullable Integer mode) {
    static FileMount of(View view) {
        String mode = view.textOrNull("mode");
        return new FileMount(
                view.text("source"),
                view.text("target"),
                view.text("uid"),
                view.text("gid"),
                mode == null ? null : (Integer) (int) Long.parseLong(mode.substring(1), 8));
    }
}
