package dev.jcompose.linux.file;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;

/** Removes trees to which others may be adding, and never what is mounted in them: it lives elsewhere. */
final class TreeRemoval {
    private static final int GIVE_UP_AFTER = 64;

    private TreeRemoval() {}

    static void remove(Dir folder, String child) {
        for (int attempt = 0; ; attempt++) {
            try {
                folder.removeFile(child);
                return;
            } catch (LinuxException e) {
                if (e.is(Errno.ENOENT)) {
                    return;
                }
                if (!e.is(Errno.EISDIR) && !e.is(Errno.EPERM)) {
                    throw e;
                }
            }
            try (var inner = enter(folder, child)) {
                for (String each : inner.list()) {
                    remove(inner, each);
                }
            }
            try {
                folder.removeFolder(child);
                return;
            } catch (LinuxException e) {
                if (!e.is(Errno.ENOTEMPTY) || attempt == GIVE_UP_AFTER) {
                    throw e;
                }
            }
        }
    }

    private static Dir enter(Dir folder, String child) {
        try {
            return folder.unmountedChild(child);
        } catch (LinuxException e) {
            throw e.is(Errno.EXDEV)
                    ? new LinuxException("remove " + child, Errno.EXDEV, "something is mounted on it: unmount it first")
                    : e;
        }
    }
}
