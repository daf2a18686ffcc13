package dev.jcompose.engine.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and digests what is written through it. */
public final class DigestOutput extends FilterOutputStream {
    private final MessageDigest md = Digest.algorithm();
    private long count;

    public DigestOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        md.update((byte) b);
        count++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        out.write(from, offset, length);
        md.update(from, offset, length);
        count += length;
    }

    /** Of all that was written; once, at the end. */
    public Digest digest() {
        return Digest.of(md);
    }

    public long count() {
        return count;
    }
}
