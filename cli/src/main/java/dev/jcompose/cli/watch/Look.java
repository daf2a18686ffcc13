package dev.jcompose.cli.watch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a look at the disk found.
 *
 * @param begun when it began; what changed at that moment or later may have been read half
 * @param touched paths that the kernel named
 * @param found what is there, of the touched and of all below the folders that were read
 * @param whole folders that were read with all below them: what is not in {@code found} is not there
 */
record Look(Instant begun, Set<Path> touched, Map<Path, Seen> found, Set<Path> whole) {}
