/**
 * Links, addresses and routes over rtnetlink: one socket, one message a change, the kernel's own words in a failure. A socket
 * acts on the network namespace in which it was opened.
 */
@NullMarked
package dev.jcompose.linux.netlink;

import org.jspecify.annotations.NullMarked;
