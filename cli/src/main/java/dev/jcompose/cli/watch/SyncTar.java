package dev.jcompose.cli.watch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files on their way into containers, read once for all replicas. They may change or go while they are read. */
final class SyncTar {
    private static final int PIECE = 1 << 16;
    /** Read whole before its length is told; of a longer file that shrinks meanwhile, the end is zeros until it comes again. */
    private static final long SMALL = 8L << 20;

    private SyncTar() {}

    /**
     * Packs into a temporary file, which is the caller's to delete.
     *
     * @param copies path in the container → here
     * @param unreadable takes what the caller may not read
     */
    static Path pack(Map<String, Path> copies, Consumer<String> unreadable) throws IOException {
        Path file = Files.createTempFile("jcompose-watch", ".tar");
        try (var out = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Map.Entry<String, Path> copy : copies.entrySet()) {
                attempt(out, copy.getKey().replaceFirst("^/+", ""), copy.getValue(), unreadable);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    private static void attempt(TarArchiveOutputStream out, String name, Path here, Consumer<String> unreadable)
            throws IOException {
        try {
            add(out, name, here);
        } catch (AccessDeniedException e) {
            unreadable.accept(here + " cannot be read by you: it is not copied");
        } catch (NoSuchFileException e) {
            // Gone since it was looked at, which the kernel tells next.
            return;
        }
    }

    /** Adds nothing where nothing is any more: the kernel tells of that next. */
    private static void add(TarArchiveOutputStream out, String name, Path here) throws IOException {
        Seen seen = Seen.at(here);
        if (seen == null) {
            return;
        }
        switch (seen.kind()) {
            case FILE -> {
                try (InputStream in = Files.newInputStream(here, LinkOption.NOFOLLOW_LINKS)) {
                    byte[] small = seen.size() <= SMALL ? in.readAllBytes() : new byte[0];
                    TarArchiveEntry entry = entry(name, here, seen);
                    entry.setSize(seen.size() <= SMALL ? small.length : seen.size());
                    out.putArchiveEntry(entry);
                    out.write(small);
                    if (seen.size() > SMALL) {
                        copy(in, out, seen.size());
                    }
                    out.closeArchiveEntry();
                }
            }
            case FOLDER -> {
                out.putArchiveEntry(entry(name + "/", here, seen));
                out.closeArchiveEntry();
            }
            case LINK -> {
                TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                entry.setLinkName(Files.readSymbolicLink(here).toString());
                owned(entry, here);
                out.putArchiveEntry(entry);
                out.closeArchiveEntry();
            }
            case OTHER -> {}
        }
    }

    private static TarArchiveEntry entry(String name, Path here, Seen seen) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(seen.mode() & 07777);
        owned(entry, here);
        return entry;
    }

    private static void owned(TarArchiveEntry entry, Path here) throws IOException {
        entry.setUserId((int) Files.getAttribute(here, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        entry.setGroupId((int) Files.getAttribute(here, "unix:gid", LinkOption.NOFOLLOW_LINKS));
        entry.setLastModifiedTime(Files.getLastModifiedTime(here, LinkOption.NOFOLLOW_LINKS));
    }

    /** Exactly so many bytes. */
    private static void copy(InputStream in, TarArchiveOutputStream out, long length) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int n = in.read(piece, 0, (int) Math.min(left, PIECE));
            if (n < 0) {
                java.util.Arrays.fill(piece, (byte) 0);
                n = (int) Math.min(left, PIECE);
            }
            out.write(piece, 0, n);
            left -= n;
        }
    }
}
