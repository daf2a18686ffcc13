/**
 * The HTTP server on the daemon's UNIX socket: Netty moves bytes on its event loop, every request runs as straight-line code on
 * a virtual thread of its own. Knows requests, responses, streams and routes, and nothing of containers.
 */
@NullMarked
package dev.jcompose.http;

import org.jspecify.annotations.NullMarked;
