/**
 * The one base that can be made without a registry: Debian, from the archive that the host's apt uses, its signature verified
 * by apt. Gives an archive of a root file system; what becomes of it, and when this may be done at all, is decided elsewhere.
 */
@NullMarked
package dev.jcompose.engine.bootstrap;

import org.jspecify.annotations.NullMarked;
