package dev.jcompose.api.error;

import java.io.Serializable;

/**
 * What of a service a failure is about, in the words of stack files. An engine knows no stack file: whoever does finds it there.
 *
 * @param key {@code sysctls}, or with dots one below it: {@code blkio_config.device_read_bps}
 * @param item one of several below the key: the key of a mapping, or what the item of a list is or has, as the target of a mount;
 *     empty for all of it
 */
public record Attribute(String key, String item) implements Serializable {}
