/**
 * The registry protocol, version 2, over HTTP: one small class per action, over one exchange that authenticates, follows
 * redirects without the credentials and says what went wrong. Blobs go to and come from {@code content}; images are unknown.
 */
@NullMarked
package dev.jcompose.engine.registry;

import org.jspecify.annotations.NullMarked;
