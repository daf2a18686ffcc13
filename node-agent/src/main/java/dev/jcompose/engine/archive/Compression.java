package dev.jcompose.engine.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** How the bytes of an archive are packed; told by their beginning, whatever a media type claims. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    private static final int BUFFER = 1 << 16;
    private static final int MAGIC = 6;

    static Compression of(byte[] head, int length) {
        if (length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return GZIP;
        }
        boolean skippable =
                length >= 4 && (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
        boolean frame =
                length >= 4 && head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd;
        if (skippable || frame) {
            return ZSTD;
        }
        if (length >= 3 && head[0] == 'B' && head[1] == 'Z' && head[2] == 'h') {
            return BZIP2;
        }
        if (length >= MAGIC && head[0] == (byte) 0xfd && head[1] == '7' && head[2] == 'z' && head[3] == 'X') {
            return XZ;
        }
        return NONE;
    }

    public static Compression detect(BufferedInputStream in) throws IOException {
        in.mark(MAGIC);
        byte[] head = new byte[MAGIC];
        int n = in.readNBytes(head, 0, MAGIC);
        in.reset();
        return of(head, n);
    }

    /** {@code in} unpacked, as it is where it is not packed; closing the result closes {@code in}. */
    public static InputStream open(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, BUFFER);
        return switch (detect(buffered)) {
            case NONE -> buffered;
            case GZIP -> new GZIPInputStream(buffered, BUFFER);
            case ZSTD -> new BufferedInputStream(new ZstdInputStream(buffered), BUFFER);
            case BZIP2 -> new BufferedInputStream(new BZip2CompressorInputStream(buffered, true), BUFFER);
            case XZ ->
                new BufferedInputStream(
                        XZCompressorInputStream.builder()
                                .setInputStream(buffered)
                                .setDecompressConcatenated(true)
                                .get(),
                        BUFFER);
        };
    }
}
