package dev.jcompose.api.error;

import java.io.Serializable;

/**
 * What a failure is about, in the words of stack files. An engine knows no stack file: whoever does finds it there.
 *
 * @param owner what has the key
 * @param key {@code sysctls}, or with dots one below it: {@code blkio_config.device_read_bps}; with an asterisk for one of
 *     several, of which {@code item} tells which: {@code networks.*.ipv4_address}; with a number for one of a list, from 0
 * @param item one of several below the key: the key of a mapping, or what the item of a list is or has, as the target of a mount;
 *     empty for all of it
 */
public record Attribute(Owner owner, String key, String item) implements Serializable {

    /** Whose key it is. */
    public sealed interface Owner extends Serializable {}

    /** The container, network or volume that was asked for. */
    public record Asked() implements Owner {}

    /** A network, by its name in the engine, that a container was to join. */
    public record OfNetwork(String name) implements Owner {}

    /** A volume, by its name in the engine, that a container was to have. */
    public record OfVolume(String name) implements Owner {}

    /** The same below another key. */
    Attribute within(String parent) {
        return new Attribute(owner, parent + "." + key, item);
    }
}
