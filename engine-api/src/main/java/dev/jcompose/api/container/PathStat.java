package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The header {@code X-Docker-Container-Path-Stat} of the archive calls.
 *
 * @param mode Go's file mode: permission bits, with the type in the high bits (directory 1 &lt;&lt; 31, symlink 1 &lt;&lt; 27)
 */
public record PathStat(
        @JsonProperty("name") String name,
        @JsonProperty("size") long size,
        @JsonProperty("mode") long mode,
        @JsonProperty("mtime") Instant mtime,
        @JsonProperty("linkTarget") String linkTarget) {}
