/** What the daemon says of itself: version, info, events, disk usage, registry logins. */
@NullMarked
package dev.jcompose.api.system;

import org.jspecify.annotations.NullMarked;
