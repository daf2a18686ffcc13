/**
 * What a stack wants: the resolved project turned into networks, volumes and, per service, the container its replicas are
 * made from, exactly as Docker's clients would ask for it. Pure.
 */
@NullMarked
package dev.jcompose.scheduler.desired;

import org.jspecify.annotations.NullMarked;
