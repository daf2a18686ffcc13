package dev.jcompose.linux.file;

import static dev.jcompose.linux.file.Opening.O_CLOEXEC;
import static dev.jcompose.linux.file.Opening.O_CREAT;
import static dev.jcompose.linux.file.Opening.O_DIRECTORY;
import static dev.jcompose.linux.file.Opening.O_EXCL;
import static dev.jcompose.linux.file.Opening.O_NOFOLLOW;
import static dev.jcompose.linux.file.Opening.O_PATH;
import static dev.jcompose.linux.file.Opening.O_WRONLY;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An open folder. Methods that take a {@code name} act on that one entry and never follow a link; {@link #open(String)},
 * {@link #make} and {@link #find} take a path, whose links are resolved with this folder as their root. Used and closed by one
 * thread at a time.
 */
public final class Dir implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_EMPTY_PATH = 0x1000;

    /** None when it is closed: the kernel gives the number to another file then. */
    private static final int NO_FD = -1;

    private final String name;
    private int fd;

    private Dir(int fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    /** A folder of our own, by its path on the host. */
    public static Dir of(Path path) {
        return openAt(AT_FDCWD, path.toString(), 0);
    }

    /** The folder that holds {@code path}, a path of our own on the host. */
    public static Dir parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root folder has no parent");
        }
        return of(parent);
    }

    /**
     * Removes the file or tree at {@code path}, a path of our own on the host; nothing happens where it is missing. EXDEV
     * where something is mounted in it, whose content is not ours to remove.
     */
    public static void delete(Path path) {
        try (var parent = parentOf(path)) {
            parent.remove(path.getFileName().toString());
        }
    }

    /** The folder at {@code path} inside this one: absolute and upward links stay inside. */
    public Dir open(String path) {
        return resolve(path, O_DIRECTORY);
    }

    /** The entry {@code child} of this folder, which must be a folder itself and no link. */
    public Dir child(String child) {
        return openAt(fd, single(child), O_NOFOLLOW);
    }

    /** As {@link #child}; EXDEV where something is mounted there. */
    Dir unmountedChild(String child) {
        String subject = name + "/" + child;
        return new Dir(Opening.unmounted(fd, single(child), O_DIRECTORY, subject), subject);
    }

    /** Whether something is mounted on the entry {@code child}, of whatever file system. */
    public boolean isMountPoint(String child) {
        try {
            new Dir(Opening.unmounted(fd, single(child), 0, child), child).close();
            return false;
        } catch (LinuxException e) {
            if (e.is(Errno.EXDEV)) {
                return true;
            }
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /** The folder at {@code path} inside this one, made with root as owner and mode 0755 where it is missing. */
    public Dir make(String path) {
        var missing = new ArrayList<String>();
        String rest = path;
        while (true) {
            try {
                Dir at = open(rest);
                for (int i = missing.size() - 1; i >= 0; i--) {
                    at = at.step(missing.get(i));
                }
                return at;
            } catch (LinuxException e) {
                if (!e.is(Errno.ENOENT) || rest.isEmpty()) {
                    throw e;
                }
                int slash = rest.lastIndexOf('/');
                missing.add(rest.substring(slash + 1));
                rest = slash < 0 ? "" : rest.substring(0, slash);
            }
        }
    }

    private Dir step(String component) {
        try (this) {
            if (component.isEmpty() || component.equals(".")) {
                return openAt(fd, ".", 0);
            }
            try {
                mkdir(component, 0755);
            } catch (LinuxException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
            return child(component);
        }
    }

    /** What {@code path} leads to inside this folder, of whatever type, only to be named by its descriptor. */
    public Dir openAny(String path) {
        return resolve(path, 0);
    }

    /** The state of what {@code path} leads to inside this folder, links followed; empty where nothing is there. */
    public Optional<Stat> find(String path) {
        try (var at = resolve(path, 0)) {
            return Optional.of(at.self());
        } catch (LinuxException e) {
            return absent(e);
        }
    }

    /** The regular file that {@code path} leads to inside this folder, for reading. */
    public RegularFile read(String path) {
        try (var at = resolve(path, 0)) {
            if (!at.self().isRegular()) {
                throw new LinuxException("read " + at.name, Errno.EINVAL, "no regular file");
            }
            // A descriptor of our own through procfs: the object cannot change any more.
            return openFile(AT_FDCWD, "/proc/self/fd/" + at.fd, O_CLOEXEC, 0, path);
        }
    }

    /** The entry {@code child}, a regular file and no link, for reading. */
    public RegularFile readEntry(String child) {
        return openFile(fd, single(child), O_CLOEXEC | O_NOFOLLOW, 0, name + "/" + child);
    }

    /** A new file; fails where the entry exists. */
    public RegularFile create(String child, int mode) {
        return openFile(
                fd, single(child), O_CLOEXEC | O_NOFOLLOW | O_WRONLY | O_CREAT | O_EXCL, mode, name + "/" + child);
    }

    public Optional<Stat> stat(String child) {
        try {
            return Optional.of(Stat.of(fd, single(child), AT_SYMLINK_NOFOLLOW));
        } catch (LinuxException e) {
            return absent(e);
        }
    }

    public Stat self() {
        return Stat.of(fd, "", AT_EMPTY_PATH);
    }

    public void mkdir(String child, int mode) {
        withName(Syscall.MKDIRAT, child, mode, 0);
    }

    public void mknod(String child, int mode, long device) {
        withName(Syscall.MKNODAT, child, mode, device);
    }

    public void symlink(String target, String child) {
        try (var arena = Arena.ofConfined()) {
            Syscall.SYMLINKAT.call(
                    name + "/" + child,
                    FileName.in(arena, target).address(),
                    fd,
                    FileName.in(arena, single(child)).address(),
                    0,
                    0);
        }
    }

    /** Makes {@code child} another name of {@code otherName} in {@code other}. */
    public void link(Dir other, String otherName, String child) {
        try (var arena = Arena.ofConfined()) {
            Syscall.LINKAT.call(
                    other.name + "/" + otherName,
                    other.fd,
                    FileName.in(arena, single(otherName)).address(),
                    fd,
                    FileName.in(arena, single(child)).address(),
                    0);
        }
    }

    public void rename(String child, Dir to, String newName) {
        try (var arena = Arena.ofConfined()) {
            Syscall.RENAMEAT2.call(
                    name + "/" + child,
                    fd,
                    FileName.in(arena, single(child)).address(),
                    to.fd,
                    FileName.in(arena, single(newName)).address(),
                    0);
        }
    }

    public String readLink(String child) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(4096);
            int n = (int) Syscall.READLINKAT.call(
                    name + "/" + child, fd, FileName.in(arena, single(child)).address(), out.address(), 4096, 0);
            return FileName.decode(out.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), 0, n);
        }
    }

    public void chown(String child, int uid, int gid) {
        try (var arena = Arena.ofConfined()) {
            Syscall.FCHOWNAT.call(
                    name + "/" + child, fd, FileName.in(arena, self(child)).address(), uid, gid, AT_SYMLINK_NOFOLLOW);
        }
    }

    /** Sets the mode of an entry that is no link (links have none). */
    public void chmod(String child, int mode) {
        // The plain call follows links; through a descriptor nothing can be swapped in.
        try (var entry = openPath(fd, self(child), O_NOFOLLOW);
                var arena = Arena.ofConfined()) {
            Syscall.FCHMODAT.call(
                    name + "/" + child,
                    AT_FDCWD,
                    FileName.in(arena, entry.procPath()).address(),
                    mode,
                    0,
                    0);
        }
    }

    /** Sets access and modification time. */
    public void touch(String child, long seconds, int nanos) {
        try (var arena = Arena.ofConfined()) {
            Syscall.UTIMENSAT.call(
                    name + "/" + child,
                    fd,
                    FileName.in(arena, self(child)).address(),
                    times(arena, seconds, nanos).address(),
                    AT_SYMLINK_NOFOLLOW,
                    0);
        }
    }

    static MemorySegment times(Arena arena, long seconds, int nanos) {
        MemorySegment times = arena.allocate(32, 8);
        for (int i = 0; i < 2; i++) {
            times.set(ValueLayout.JAVA_LONG, i * 16L, seconds);
            times.set(ValueLayout.JAVA_LONG, i * 16L + 8, nanos);
        }
        return times;
    }

    public Xattrs xattrs(String child) {
        return new Xattrs("/proc/self/fd/" + fd + "/" + self(child));
    }

    /** The names in this folder, sorted, without {@code .} and {@code ..}. */
    public List<String> list() {
        try (var readable = readable()) {
            return Listing.of(readable);
        }
    }

    /** Removes the entry with all that is in it; nothing happens where it is missing. Mounts in it are an error. */
    public void remove(String child) {
        TreeRemoval.remove(this, child);
    }

    /** Removes an entry that is no folder. */
    void removeFile(String child) {
        unlink(child, 0);
    }

    /** Removes an empty folder. */
    void removeFolder(String child) {
        unlink(child, AT_REMOVEDIR);
    }

    private RegularFile readable() {
        return openFile(fd, ".", O_DIRECTORY | O_CLOEXEC, 0, name);
    }

    private void unlink(String child, int flags) {
        withName(Syscall.UNLINKAT, child, flags, 0);
    }

    /** Makes all of this folder's file system durable: one call instead of an fsync for each of thousands of files. */
    public void syncFileSystem() {
        try (var readable = readable()) {
            Syscall.SYNCFS.call(name, readable.number(), 0, 0, 0, 0);
        }
    }

    /** Makes the entries of this folder durable. */
    public void sync() {
        try (var readable = readable()) {
            readable.sync();
        }
    }

    /** A path for calls that take none of our descriptors; valid while this folder is open. */
    public String procPath() {
        return "/proc/self/fd/" + fd;
    }

    @Override
    public void close() {
        int open = fd;
        fd = NO_FD;
        if (open != NO_FD) {
            Syscall.CLOSE.call(name, open, 0, 0, 0, 0);
        }
    }

    private Dir resolve(String path, int flags) {
        String subject = name + "/" + path;
        return new Dir(Opening.inside(fd, path, flags, subject), subject);
    }

    private static Dir openAt(int at, String path, int flags) {
        return openPath(at, path, O_DIRECTORY | flags);
    }

    private static Dir openPath(int at, String path, int flags) {
        return new Dir(Opening.at(at, path, O_PATH | O_CLOEXEC | flags, 0, path), path);
    }

    private static RegularFile openFile(int at, String path, int flags, int mode, String subject) {
        return new RegularFile(Opening.at(at, path, flags, mode, subject), subject);
    }

    private void withName(Syscall call, String child, long a, long b) {
        try (var arena = Arena.ofConfined()) {
            call.call(name + "/" + child, fd, FileName.in(arena, single(child)).address(), a, b, 0);
        }
    }

    /** Owner, mode, times and attributes can also be those of this folder itself, named {@code .}. */
    private static String self(String child) {
        return child.equals(".") ? child : single(child);
    }

    private static String single(String child) {
        if (child.isEmpty()
                || child.equals(".")
                || child.equals("..")
                || child.indexOf('/') >= 0
                || child.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not the name of one entry: " + child);
        }
        return child;
    }

    private static Optional<Stat> absent(LinuxException e) {
        if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
            return Optional.empty();
        }
        throw e;
    }
}
