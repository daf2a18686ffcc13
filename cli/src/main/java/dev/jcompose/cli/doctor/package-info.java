/**
 * What the engine needs of a host, looked at as the caller and without changing anything. What only root can see, the firewalls
 * of others among it, the daemon tells where it answers.
 */
@NullMarked
package dev.jcompose.cli.doctor;

import org.jspecify.annotations.NullMarked;
