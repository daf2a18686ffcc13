package dev.jcompose.engine.archive;

import dev.jcompose.engine.archive.TarEntry.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the data of a sparse member lies: GNU's old headers, and the three ways of PAX to say it. */
final class SparseMap {
    private static final int MOST_REGIONS = 1 << 20;

    interface Blocks {
        byte[] next() throws IOException;
    }

    private SparseMap() {}

    /** Old GNU: four regions in the header, twenty-one in each block that follows. */
    static List<Region> old(byte[] header, Blocks more) throws IOException {
        var regions = new ArrayList<Region>();
        boolean extended = table(header, 386, 4, regions) && header[482] != 0;
        while (extended) {
            byte[] block = more.next();
            extended = table(block, 0, 21, regions) && block[504] != 0;
        }
        return regions;
    }

    private static boolean table(byte[] block, int from, int count, List<Region> regions) throws IOException {
        for (int i = 0; i < count; i++) {
            int at = from + i * 24;
            if (block[at] == 0) {
                return false;
            }
            add(regions, TarHeader.number(block, at, 12), TarHeader.number(block, at + 12, 12));
        }
        return true;
    }

    /** PAX 0.0 and 0.1: offsets and lengths in turn, separated by commas. */
    static List<Region> text(@Nullable String map) throws IOException {
        var regions = new ArrayList<Region>();
        String[] numbers = map == null || map.isEmpty() ? new String[0] : map.split(",", -1);
        for (int i = 0; i + 1 < numbers.length; i += 2) {
            add(regions, parse(numbers[i]), parse(numbers[i + 1]));
        }
        return regions;
    }

    /** PAX 1.0: decimal lines at the head of the data, filled up to whole blocks. */
    static List<Region> leading(Blocks blocks) throws IOException {
        var lines = new LineBlocks(blocks);
        long count = parse(lines.next());
        if (count < 0 || count > MOST_REGIONS) {
            throw new IOException("the archive has a sparse file of " + count + " regions");
        }
        var regions = new ArrayList<Region>();
        for (long i = 0; i < count; i++) {
            add(regions, parse(lines.next()), parse(lines.next()));
        }
        return regions;
    }

    private static void add(List<Region> regions, long offset, long length) throws IOException {
        if (regions.size() >= MOST_REGIONS) {
            throw new IOException("the archive has a sparse file of too many regions");
        }
        regions.add(new Region(offset, length));
    }

    static void check(List<Region> regions, long size, long stored, String name) throws IOException {
        long at = 0;
        long bytes = 0;
        for (Region region : regions) {
            if (region.offset() < at || region.length() < 0 || region.offset() > size - region.length()) {
                throw new IOException(name + ": the archive has a damaged map of a sparse file");
            }
            at = region.offset() + region.length();
            bytes += region.length();
        }
        if (bytes > stored) {
            throw new IOException(name + ": the archive lacks data of a sparse file");
        }
    }

    private static long parse(String number) throws IOException {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a damaged map of a sparse file", e);
        }
    }

    private static final class LineBlocks {
        private final Blocks blocks;
        private byte[] block = new byte[0];
        private int at;

        LineBlocks(Blocks blocks) {
            this.blocks = blocks;
        }

        String next() throws IOException {
            var line = new StringBuilder();
            while (true) {
                if (at == block.length) {
                    block = blocks.next();
                    at = 0;
                }
                byte b = block[at++];
                if (b == '\n') {
                    return line.toString();
                }
                line.append((char) b);
                if (line.length() > 20) {
                    throw new IOException("the archive has a damaged map of a sparse file");
                }
            }
        }
    }
}
