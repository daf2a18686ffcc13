package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the options of a tmpfs may be: the kernel says no more than {@code Invalid argument}, whichever is wrong. */
final class TmpfsOptions {
    private static final Set<String> FLAGS = Set.of(
            "rw",
            "ro",
            "exec",
            "noexec",
            "suid",
            "nosuid",
            "dev",
            "nodev",
            "sync",
            "async",
            "dirsync",
            "remount",
            "mand",
            "nomand",
            "atime",
            "noatime",
            "diratime",
            "nodiratime",
            "relatime",
            "norelatime",
            "strictatime",
            "nostrictatime",
            "bind",
            "rbind",
            "private",
            "rprivate",
            "shared",
            "rshared",
            "slave",
            "rslave",
            "unbindable",
            "runbindable",
            "defaults");

    private static final String AMOUNT = "\\d+[kmgKMG]?";
    private static final Map<String, Pattern> VALUES = Map.of(
            "size", Pattern.compile(AMOUNT + "|\\d+%"),
            "nr_blocks", Pattern.compile(AMOUNT),
            "nr_inodes", Pattern.compile(AMOUNT),
            "mode", Pattern.compile("[0-7]+"),
            "uid", Pattern.compile("\\d+"),
            "gid", Pattern.compile("\\d+"),
            "huge", Pattern.compile("never|always|within_size|advise"),
            "mpol", Pattern.compile(".+"));

    private TmpfsOptions() {}

    /** @param word one option of the tmpfs at {@code target}; INVALID where no kernel would take it */
    static void check(String target, String word) {
        String[] parts = word.split("=", 2);
        Pattern value = VALUES.get(parts[0]);
        if (parts.length == 1 && FLAGS.contains(word)) {
            return;
        }
        if (value == null) {
            throw EngineException.invalid(
                    "tmpfs " + target + ": invalid tmpfs option \"" + word
                            + "\": it takes size, mode, uid, gid, nr_blocks, nr_inodes, huge and mpol with a value, and flags as ro and noexec");
        }
        if (parts.length == 1 || !value.matcher(parts[1]).matches()) {
            throw EngineException.invalid("tmpfs " + target + ": invalid tmpfs option \"" + word + "\": "
                    + switch (parts[0]) {
                        case "size" -> "write it as size=64m or size=50%";
                        case "mode" -> "write it in octal, as mode=1777";
                        case "uid", "gid" -> "give its number, as " + parts[0] + "=1000";
                        case "huge" -> "it can be never, always, within_size or advise";
                        case "mpol" -> "write it as mpol=interleave";
                        default -> "write it as " + parts[0] + "=10k";
                    });
        }
    }
}
