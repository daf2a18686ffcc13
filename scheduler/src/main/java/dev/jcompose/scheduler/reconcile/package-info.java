/**
 * What is wanted and what is there give a Plan: immutable steps, each with its cause and with the steps it follows. Pure:
 * ids and time are passed in, and the text of a plan is what its tests compare.
 */
@NullMarked
package dev.jcompose.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
