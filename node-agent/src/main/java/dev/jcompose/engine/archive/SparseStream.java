package dev.jcompose.engine.archive;

import dev.jcompose.engine.archive.TarEntry.Region;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A member as its file has it, zeros where the holes are. */
final class SparseStream extends InputStream {
    private final TarReader reader;
    private final Iterator<Region> regions;
    private final long size;
    private Region region;
    private long at;

    SparseStream(TarReader reader, List<Region> regions, long size) {
        this.reader = reader;
        this.regions = regions.iterator();
        this.size = size;
        this.region = following();
    }

    private Region following() {
        return regions.hasNext() ? regions.next() : new Region(size, 0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        while (regions.hasNext() && at == region.offset() + region.length()) {
            region = following();
        }
        if (at >= size) {
            return -1;
        }
        long end = region.offset() + region.length();
        if (at >= region.offset() && at < end) {
            int n = reader.read(to, from, (int) Math.min(length, end - at));
            if (n < 0) {
                throw new EOFException("the archive ends in the middle of a member");
            }
            at += n;
            return n;
        }
        long hole = (at < region.offset() ? region.offset() : size) - at;
        int n = (int) Math.min(length, hole);
        Arrays.fill(to, from, from + n, (byte) 0);
        at += n;
        return n;
    }
}
