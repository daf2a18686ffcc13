package dev.jcompose.api.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer in chunks; its end is a chunk of length 0, and the connection's end before that is a failure. */
final class ChunkedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = in.read(into, from, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("the answer was cut off");
        }
        left -= n;
        return n;
    }

    /** Without blocking: only what is buffered of the present chunk. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(left, in.available());
    }

    private void nextChunk() throws IOException {
        if (!first) {
            line();
        }
        first = false;
        String size = line();
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
        } catch (NumberFormatException e) {
            throw new IOException("no length of a chunk but \"" + size + "\"", e);
        }
        if (left == 0) {
            ended = true;
            String trailer = line();
            while (!trailer.isEmpty()) {
                trailer = line();
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > 4096) {
                throw new EOFException("the answer was cut off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
