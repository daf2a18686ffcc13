package dev.jcompose.engine.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and digests what is read through it. */
public final class DigestStream extends FilterInputStream {
    private final MessageDigest md = Digest.algorithm();
    private long count;

    public DigestStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            md.update((byte) b);
            count++;
        }
        return b;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int n = in.read(to, from, length);
        if (n > 0) {
            md.update(to, from, n);
            count += n;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        throw new IOException("what is skipped cannot be digested");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Of all that was read; once, at the end. */
    public Digest digest() {
        return Digest.of(md);
    }

    public long count() {
        return count;
    }
}
