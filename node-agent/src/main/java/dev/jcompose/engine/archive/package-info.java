/**
 * Tar streams and file trees: reading and writing archives with everything that a root file system has (owners, devices,
 * hard links, sparse files, binary attributes, long names), and applying them inside a root that nothing escapes.
 * Nothing here knows images or containers.
 */
@NullMarked
package dev.jcompose.engine.archive;

import org.jspecify.annotations.NullMarked;
