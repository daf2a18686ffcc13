package dev.jcompose.linux.file;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.nio.file.Path;

/** Changes of what is mounted where, in the calling thread's mount namespace. LinuxException has the kernel's reason. */
public final class Mount {
    public static final long READ_ONLY = 1;
    public static final long BIND = 1 << 12;
    /** With {@link #BIND}: and all that is mounted below. */
    public static final long TREE = 1 << 14;

    private static final long REMOUNT = 1 << 5;
    private static final long PRIVATE = 1 << 18;
    private static final int DETACH = 2;
    private static final int NO_FOLLOW = 8;

    private Mount() {}

    public static void bind(Path source, Path target) {
        Native.mount(source.toString(), target, null, BIND, null);
    }

    /** As {@link #bind}, with all that is mounted below the source. */
    public static void bindTree(Path source, Path target) {
        Native.mount(source.toString(), target, null, BIND | TREE, null);
    }

    /** What is mounted below this mount point from now on, other namespaces do not see. */
    public static void makePrivate(Path point) {
        Native.mount("none", point, null, PRIVATE, null);
    }

    /** Nobody can write through this mount point any more. */
    public static void makeReadOnly(Path point) {
        Native.mount("none", point, null, REMOUNT | BIND | READ_ONLY, null);
    }

    /** Takes the topmost mount away, not that of a link's target; files that are still open keep working until they are closed. */
    public static void detach(Path point) {
        Native.umount(point, DETACH | NO_FOLLOW);
    }

    /** As {@link #detach}, until nothing is mounted there; nothing happens where nothing is, or no file. */
    public static void detachAll(Path point) {
        while (true) {
            try {
                detach(point);
            } catch (LinuxException e) {
                if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
                    return;
                }
                throw e;
            }
        }
    }
}
