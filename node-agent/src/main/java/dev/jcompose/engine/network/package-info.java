/**
 * Networks of containers: bridges with address pools, a namespace per container, published ports, names, and the firewall that
 * keeps strangers out. {@link dev.jcompose.engine.network.Networks} is the way in; what the kernel holds is derived from what
 * the store holds, never the other way round.
 */
@NullMarked
package dev.jcompose.engine.network;

import org.jspecify.annotations.NullMarked;
