package dev.jcompose.engine.archive;

import dev.jcompose.engine.archive.TarEntry.Region;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an uncompressed tar stream of any of the formats in use: v7, ustar, PAX, GNU with long names and sparse files.
 * {@link #next} moves to the next member, {@link #read} gives its bytes as they lie in the archive, {@link #content} as
 * the file has them. The stream under it stays open. Used by one thread.
 */
public final class TarReader {
    /** Long enough for any name or attribute list of Linux; a larger header is an attack. */
    private static final int LARGEST_HEADER = 1 << 20;

    private final InputStream in;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private final PaxHeader global = new PaxHeader();
    private final byte[] waste = new byte[1 << 14];
    private long remaining;
    private int padding;
    private List<Region> regions = List.of();
    private long size;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /** The next member, null at the end of the archive. */
    public @Nullable TarEntry next() throws IOException {
        skipRest();
        var pax = new PaxHeader();
        pax.addAll(global);
        String longName = null;
        String longLink = null;
        while (true) {
            if (!readBlock() || TarHeader.isZero(block)) {
                return null;
            }
            var header = TarHeader.parse(block);
            switch (header.flag()) {
                case 'x' -> pax.parse(body(header));
                case 'g' -> {
                    global.parse(body(header));
                    pax.addAll(global);
                }
                case 'L' -> longName = TarHeader.string(body(header));
                case 'K' -> longLink = TarHeader.string(body(header));
                case 'V', 'M', 'N' -> skip(header.size(), header.padding());
                default -> {
                    return entry(header, pax, longName, longLink);
                }
            }
        }
    }

    private @Nullable TarEntry entry(
            TarHeader header, PaxHeader pax, @Nullable String longName, @Nullable String longLink) throws IOException {
        String name = first(pax.text("GNU.sparse.name"), pax.text("path"), longName, header.name());
        TarEntry.Type type = type(header.flag(), name);
        boolean hasBody = type == TarEntry.Type.FILE;
        long stored = hasBody ? pax.number("size", header.size()) : 0;
        if (stored < 0) {
            throw new IOException(name + ": the archive gives a negative size");
        }
        remaining = stored;
        padding = TarHeader.padding(stored);
        size = stored;
        regions = List.of(new Region(0, stored));
        if (hasBody) {
            sparse(header, pax, name);
        }
        var time = PaxTime.of(pax.text("mtime"), header.seconds());
        return new TarEntry(
                name,
                type,
                header.mode() & 07777,
                (int) pax.number("uid", header.uid()),
                (int) pax.number("gid", header.gid()),
                size,
                time.seconds(),
                time.nanos(),
                first(pax.text("linkpath"), longLink, header.linkName(), ""),
                header.major(),
                header.minor(),
                pax.xattrs(),
                regions);
    }

    private void sparse(TarHeader header, PaxHeader pax, String name) throws IOException {
        if (header.flag() == 'S') {
            regions = SparseMap.old(block, () -> {
                require(readBlock());
                return block;
            });
            size = TarHeader.number(header.raw(), 483, 12);
        } else if (pax.text("GNU.sparse.map") != null) {
            regions = SparseMap.text(pax.text("GNU.sparse.map"));
            size = pax.number("GNU.sparse.size", pax.number("GNU.sparse.realsize", size));
        } else if (pax.number("GNU.sparse.major", 0) == 1) {
            size = pax.number("GNU.sparse.realsize", size);
            regions = SparseMap.leading(() -> {
                require(remaining >= TarHeader.BLOCK && readBlock());
                remaining -= TarHeader.BLOCK;
                return block;
            });
        } else {
            return;
        }
        SparseMap.check(regions, size, remaining, name);
    }

    /** Up to {@code length} bytes of the member as stored, -1 at its end. */
    public int read(byte[] to, int from, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int n = in.read(to, from, (int) Math.min(length, remaining));
        require(n >= 0);
        remaining -= n;
        return n;
    }

    /** The member's bytes with the holes of a sparse file filled; ends with the member, closing it does nothing. */
    public InputStream content() {
        return new SparseStream(this, regions, size);
    }

    /** Reads to the end of the stream under it, padding included: a digest over the stream needs every byte. */
    public void drain() throws IOException {
        skipRest();
        int n = in.read(waste);
        while (n >= 0) {
            n = in.read(waste);
        }
    }

    private void skipRest() throws IOException {
        skip(remaining, padding);
        remaining = 0;
        padding = 0;
    }

    /** The last member may lack its padding: the docker command sends such archives with a Dockerfile from elsewhere. */
    private void skip(long bytes, int pad) throws IOException {
        for (long left = bytes; left > 0; ) {
            int n = in.read(waste, 0, (int) Math.min(left, waste.length));
            require(n >= 0);
            left -= n;
        }
        in.readNBytes(waste, 0, pad);
    }

    private byte[] body(TarHeader header) throws IOException {
        if (header.size() < 0 || header.size() > LARGEST_HEADER) {
            throw new IOException("the archive has an extended header of " + header.size() + " bytes");
        }
        byte[] bytes = in.readNBytes((int) header.size());
        require(bytes.length == header.size());
        skip(0, header.padding());
        return bytes;
    }

    private boolean readBlock() throws IOException {
        int n = in.readNBytes(block, 0, TarHeader.BLOCK);
        require(n == 0 || n == TarHeader.BLOCK);
        return n != 0;
    }

    private static void require(boolean enough) throws EOFException {
        if (!enough) {
            throw new EOFException("the archive ends in the middle of a member");
        }
    }

    private static TarEntry.Type type(char flag, String name) throws IOException {
        return switch (flag) {
            case '0', 0, '7', 'S' -> name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHARACTER;
            case '4' -> TarEntry.Type.BLOCK;
            case '5', 'D' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            default -> throw new IOException(name + ": the archive has a member of unknown type '" + flag + "'");
        };
    }

    private static String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return "";
    }
}
