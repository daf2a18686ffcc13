package dev.jcompose.linux.netlink;

/** A destination of the main table and the index of the link it leaves by; 0 for none or several. */
public record Route(IpPrefix destination, int link) {}
