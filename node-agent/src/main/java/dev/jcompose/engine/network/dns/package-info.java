/** A name server for one container: the DNS wire format, answers from a zone it is given, everything else asked outward. */
@NullMarked
package dev.jcompose.engine.network.dns;

import org.jspecify.annotations.NullMarked;
