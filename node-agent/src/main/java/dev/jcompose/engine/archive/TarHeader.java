package dev.jcompose.engine.archive;

import dev.jcompose.linux.file.FileName;
import java.io.IOException;

/** The 512 bytes before a member, with the base-256 numbers of GNU and the prefix of ustar. */
@SuppressWarnings("ArrayRecordComponent")
record TarHeader(
        String name,
        int mode,
        long uid,
        long gid,
        long size,
        long seconds,
        char flag,
        String linkName,
        int major,
        int minor,
        byte[] raw) {
    static final int BLOCK = 512;

    static TarHeader parse(byte[] b) throws IOException {
        checkSum(b);
        boolean ustar = b[257] == 'u' && b[258] == 's' && b[259] == 't' && b[260] == 'a' && b[261] == 'r';
        boolean gnu = ustar && b[262] == ' ';
        String name = string(b, 0, 100);
        if (ustar && !gnu && b[345] != 0) {
            name = string(b, 345, 155) + "/" + name;
        }
        return new TarHeader(
                name,
                (int) number(b, 100, 8),
                number(b, 108, 8),
                number(b, 116, 8),
                number(b, 124, 12),
                number(b, 136, 12),
                (char) (b[156] & 0xFF),
                string(b, 157, 100),
                ustar ? (int) number(b, 329, 8) : 0,
                ustar ? (int) number(b, 337, 8) : 0,
                b.clone());
    }

    int padding() {
        return padding(size);
    }

    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    static boolean isZero(byte[] b) {
        for (byte each : b) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    static String string(byte[] b) {
        return string(b, 0, b.length);
    }

    static String string(byte[] b, int from, int length) {
        int n = 0;
        while (n < length && b[from + n] != 0) {
            n++;
        }
        return FileName.decode(b, from, n);
    }

    static long number(byte[] b, int from, int length) throws IOException {
        if ((b[from] & 0x80) != 0) {
            long value = (b[from] & 0x40) != 0 ? -1 : 0;
            value = (value << 6) | (b[from] & 0x3F);
            for (int i = from + 1; i < from + length; i++) {
                value = (value << 8) | (b[i] & 0xFF);
            }
            return value;
        }
        long value = 0;
        boolean begun = false;
        for (int i = from; i < from + length; i++) {
            if (b[i] >= '0' && b[i] <= '7') {
                value = (value << 3) | (b[i] - '0');
                begun = true;
            } else if (begun || (b[i] != ' ' && b[i] != 0)) {
                if (b[i] != ' ' && b[i] != 0) {
                    throw new IOException("the archive has a damaged header");
                }
                break;
            }
        }
        return value;
    }

    private static void checkSum(byte[] b) throws IOException {
        long expected = number(b, 148, 8);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            int value = i >= 148 && i < 156 ? ' ' : b[i];
            unsigned += value & 0xFF;
            signed += value;
        }
        if (expected != unsigned && expected != signed) {
            throw new IOException("this is no tar archive, or it is damaged (header checksum)");
        }
    }
}
