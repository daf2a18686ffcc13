package dev.jcompose.cli;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A file or folder on its way into or out of a container, as the tar that the engine takes and gives. */
public final class CopiedTree {
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
    };

    private CopiedTree() {}

    /**
     * Packs into a temporary file that goes when the stream is closed.
     *
     * @param name of the top entry; empty for the contents alone
     * @param owners keep user and group ids; else root's
     */
    public static InputStream pack(Path source, String name, boolean owners, boolean followLink) throws IOException {
        Path top = followLink ? source.toRealPath() : source;
        Path file = Files.createTempFile("jcompose-cp", ".tar");
        try (var out = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), "UTF-8");
                Stream<Path> tree = Files.walk(top, new FileVisitOption[0])) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path path : (Iterable<Path>) tree::iterator) {
                String below = top.relativize(path).toString();
                String entry = below.isEmpty() ? name : name.isEmpty() ? below : name + "/" + below;
                if (!entry.isEmpty()) {
                    add(out, path, entry, owners);
                }
            }
        }
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void add(TarArchiveOutputStream out, Path path, String name, boolean owners) throws IOException {
        TarArchiveEntry entry;
        boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(path)) {
            entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else if (regular || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            entry = new TarArchiveEntry(regular ? name : name + "/");
            entry.setSize(regular ? Files.size(path) : 0);
            entry.setMode((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
        } else {
            return;
        }
        if (owners) {
            entry.setUserId((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
            entry.setGroupId((int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
        }
        entry.setLastModifiedTime(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
        out.putArchiveEntry(entry);
        if (regular) {
            Files.copy(path, out);
        }
        out.closeArchiveEntry();
    }

    /**
     * Lays the engine's tar, whose entries begin with the last name of {@code source}, where {@code cp} has it: into a folder
     * that exists, else under the new name.
     */
    public static void unpack(InputStream tar, String source, Path to, boolean mustBeFolder) throws IOException {
        boolean folder = Files.isDirectory(to);
        if (mustBeFolder && !folder) {
            throw EngineException.notFound("cp: there is no folder " + to);
        }
        boolean contents = source.endsWith("/.");
        try (var in = new TarArchiveInputStream(new BufferedInputStream(tar), "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName().replaceFirst("/$", "");
                int slash = name.indexOf('/');
                String below = slash < 0 ? "" : name.substring(slash + 1);
                Path top = folder && !contents ? to.resolve(slash < 0 ? name : name.substring(0, slash)) : to;
                lay(in, entry, inside(top, below));
            }
        }
    }

    /** The tar comes from a container, which may lie: no name leads out, and no link that it made is written through. */
    private static Path inside(Path top, String below) throws IOException {
        Path path = top.resolve(below).normalize();
        if (!path.startsWith(top.normalize())) {
            throw hostile(below);
        }
        for (Path parent = path.getParent();
                !below.isEmpty() && parent != null && parent.startsWith(top.normalize());
                parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw hostile(below);
            }
        }
        return path;
    }

    private static EngineException hostile(String name) {
        return new EngineException(
                ErrorKind.FORBIDDEN, "cp: the container sent " + name + ", which leads out of the target");
    }

    private static void lay(TarArchiveInputStream in, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        } else if (entry.isFile()) {
            if (Files.isDirectory(path)) {
                throw EngineException.conflict("cp: " + path + " is a folder");
            }
            Files.deleteIfExists(path);
            Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
        } else {
            return;
        }
        Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }
}
