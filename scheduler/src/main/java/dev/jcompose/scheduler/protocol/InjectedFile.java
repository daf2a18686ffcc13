package dev.jcompose.scheduler.protocol;

/**
 * A secret or config as a read-only file in a container.
 *
 * @param content id of a {@link Assignment.Content}
 * @param target absolute path in the container
 * @param mode permission bits
 */
public record InjectedFile(String content, String target, int uid, int gid, int mode) {}
