/**
 * Byte streams that the JDK does not offer: SEQPACKET sockets, pipes by descriptor, terminals. Reads block in the kernel and
 * would hold the carrier of a virtual thread: they belong on platform threads.
 */
@NullMarked
package dev.jcompose.linux.stream;

import org.jspecify.annotations.NullMarked;
