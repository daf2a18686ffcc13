/**
 * What manager and agent say to each other, as plain values that may cross hosts. The manager alone writes assignments, the
 * agent alone writes reports. No actors here and no I/O.
 */
@NullMarked
package dev.jcompose.scheduler.protocol;

import org.jspecify.annotations.NullMarked;
