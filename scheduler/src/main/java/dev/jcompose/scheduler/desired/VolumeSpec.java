package dev.jcompose.scheduler.desired;

import dev.jcompose.api.volume.CreateVolume;

/**
 * A volume of a stack.
 *
 * @param external made by somebody else: it must be there, and it stays
 */
public record VolumeSpec(String key, CreateVolume create, boolean external) {
    public String name() {
        return create.name();
    }

    /** Whether it is a folder of the host under the name of a volume. */
    boolean isBind() {
        var options = create.driverOpts();
        return options != null
                && (create.driver().isEmpty() || create.driver().equals("local"))
                && options.containsKey("device")
                && "bind".equals(options.get("o"));
    }
}
