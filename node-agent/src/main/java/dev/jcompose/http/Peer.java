package dev.jcompose.http;

/** The process at the other end of the socket, as the kernel knew it when it connected. */
public record Peer(int pid, int uid, int gid) {}
