package dev.jcompose.linux.netlink;

/**
 * A network interface as the kernel lists it.
 *
 * @param master index of the bridge it is a port of; 0 for none
 * @param kind {@code bridge}, {@code veth}, ...; empty for a physical one
 * @param group the kernel's link group; 0 unless somebody set it
 */
public record Link(int index, String name, int flags, int mtu, int master, String kind, int group) {
    public boolean up() {
        return (flags & 1) != 0;
    }
}
