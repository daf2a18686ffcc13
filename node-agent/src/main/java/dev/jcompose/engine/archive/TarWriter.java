package dev.jcompose.engine.archive;

import dev.jcompose.linux.file.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a tar stream: ustar headers, PAX records where ustar cannot say it. The same members give the same bytes.
 * {@link #finish} ends the archive; the stream under it stays open. Used by one thread.
 */
public final class TarWriter {
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK * 2];
    private static final long OCTAL_7 = 07777777L;
    private static final long OCTAL_11 = 077777777777L;

    private final OutputStream out;
    private final byte[] chunk = new byte[1 << 16];

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** A member without content: everything but a file with a size. */
    public void write(TarEntry entry) throws IOException {
        header(entry, 0);
    }

    /** A file with the {@code entry.size()} bytes that {@code content} has; a file that shrinks meanwhile is an error. */
    public void write(TarEntry entry, InputStream content) throws IOException {
        write(entry, content::read);
    }

    /** The same with content that is read piece by piece; nothing is read where the member has none. */
    public void write(TarEntry entry, TreeWriter.Content content) throws IOException {
        header(entry, entry.size());
        for (long left = entry.size(); left > 0; ) {
            int n = content.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (n < 0) {
                throw new IOException(entry.name() + " became shorter while it was read");
            }
            out.write(chunk, 0, n);
            left -= n;
        }
        out.write(ZEROS, 0, TarHeader.padding(entry.size()));
    }

    public void write(TarEntry entry, byte[] content) throws IOException {
        write(entry, new java.io.ByteArrayInputStream(content));
    }

    public void finish() throws IOException {
        out.write(ZEROS);
        out.flush();
    }

    private void header(TarEntry entry, long size) throws IOException {
        var pax = new PaxHeader();
        entry.xattrs().forEach((key, value) -> pax.put(PaxHeader.XATTR + key, value));
        String name = entry.isDirectory() && !entry.name().endsWith("/") ? entry.name() + "/" : entry.name();
        if (!fits(name)) {
            pax.put("path", name);
        }
        if (!fits(entry.linkName())) {
            pax.put("linkpath", entry.linkName());
        }
        number(pax, "uid", entry.uid() & 0xFFFFFFFFL, OCTAL_7);
        number(pax, "gid", entry.gid() & 0xFFFFFFFFL, OCTAL_7);
        number(pax, "size", size, OCTAL_11);
        number(pax, "mtime", entry.seconds(), OCTAL_11);
        if (!pax.isEmpty()) {
            byte[] records = pax.toBytes();
            out.write(block("PaxHeaders.0/" + shortened(name), 'x', 0644, 0, 0, records.length, 0, "", 0, 0));
            out.write(records);
            out.write(ZEROS, 0, TarHeader.padding(records.length));
        }
        out.write(block(
                name,
                entry.type().flag,
                entry.mode(),
                bounded(entry.uid() & 0xFFFFFFFFL, OCTAL_7),
                bounded(entry.gid() & 0xFFFFFFFFL, OCTAL_7),
                bounded(size, OCTAL_11),
                bounded(entry.seconds(), OCTAL_11),
                entry.linkName(),
                entry.major(),
                entry.minor()));
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(name.length() - 60).replace("/", "_") : name;
    }

    private static void number(PaxHeader pax, String key, long value, long most) {
        if (value < 0 || value > most) {
            pax.put(key, Long.toString(value));
        }
    }

    private static long bounded(long value, long most) {
        return value < 0 || value > most ? 0 : value;
    }

    private static boolean fits(String text) {
        return text.length() <= 100 && text.chars().allMatch(c -> c < 0x80);
    }

    private static byte[] block(
            String name,
            char flag,
            int mode,
            long uid,
            long gid,
            long size,
            long seconds,
            String link,
            int major,
            int minor) {
        byte[] b = new byte[TarHeader.BLOCK];
        string(b, 0, 100, name);
        octal(b, 100, 8, mode);
        octal(b, 108, 8, uid);
        octal(b, 116, 8, gid);
        octal(b, 124, 12, size);
        octal(b, 136, 12, seconds);
        b[156] = (byte) flag;
        string(b, 157, 100, link);
        string(b, 257, 6, "ustar");
        string(b, 263, 2, "00");
        octal(b, 329, 8, major);
        octal(b, 337, 8, minor);
        long sum = 8 * ' ';
        for (byte each : b) {
            sum += each & 0xFF;
        }
        octal(b, 148, 7, sum);
        b[155] = ' ';
        return b;
    }

    private static void string(byte[] b, int from, int length, String text) {
        byte[] bytes = FileName.encode(text);
        System.arraycopy(bytes, 0, b, from, Math.min(length, bytes.length));
    }

    /** Zero-padded octal digits and a NUL. */
    private static void octal(byte[] b, int from, int length, long value) {
        String digits = Long.toOctalString(value);
        String padded = "0".repeat(Math.max(0, length - 1 - digits.length())) + digits;
        byte[] bytes = padded.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, b, from, length - 1);
    }
}
