/**
 * A client of the Docker Engine API and of our own, over a UNIX socket or TCP: one connection a call, so that streams and
 * hijacked connections need no pool. Blocking; no knowledge of any endpoint.
 */
@NullMarked
package dev.jcompose.api.client;

import org.jspecify.annotations.NullMarked;
