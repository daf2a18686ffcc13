package dev.jcompose.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was found at a path; a link is itself, not what it leads to.
 *
 * @param size in bytes; 0 for a folder, whose size says nothing
 * @param changed when content, owner or rights changed last, by the kernel's clock; the epoch for a folder, as what happens in
 *     it is told by its entries
 * @param number of the inode
 */
record Seen(Kind kind, long size, FileTime changed, long number, int mode) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        /** Sockets, pipes and devices: nothing that could be copied. */
        OTHER
    }

    private static final FileTime EPOCH = FileTime.fromMillis(0);
    private static final int TYPE = 0170000;

    /** Null where nothing is there, or nothing that the caller may look at. */
    static @Nullable Seen at(Path path) {
        try {
            Map<String, Object> all = Files.readAttributes(path, "unix:mode,size,ctime,ino", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) number(all, "mode");
            Kind kind = switch (mode & TYPE) {
                case 0100000 -> Kind.FILE;
                case 0040000 -> Kind.FOLDER;
                case 0120000 -> Kind.LINK;
                default -> Kind.OTHER;
            };
            boolean folder = kind == Kind.FOLDER;
            return new Seen(
                    kind,
                    folder ? 0 : number(all, "size"),
                    folder ? EPOCH : (FileTime) Objects.requireNonNull(all.get("ctime")),
                    number(all, "ino"),
                    mode);
        } catch (IOException e) {
            return null;
        }
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name))).longValue();
    }
}
