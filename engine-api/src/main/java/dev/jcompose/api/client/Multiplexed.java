package dev.jcompose.api.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Docker's two streams in one: each piece has a head of eight bytes, the stream's number and the length. */
public final class Multiplexed {
    public static final int STDOUT = 1;
    public static final int STDERR = 2;
    /** The engine failed in the middle of a stream; the piece is its message. */
    public static final int SYSTEM_ERROR = 3;

    private static final int HEAD = 8;

    private final InputStream in;

    /** A piece; {@code stream} is one of the numbers above. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Piece(int stream, byte[] data) {}

    public Multiplexed(InputStream in) {
        this.in = in;
    }

    /** Blocks for the next piece; null at the end. */
    public @Nullable Piece next() throws IOException {
        byte[] head = new byte[HEAD];
        int n = in.readNBytes(head, 0, HEAD);
        if (n == 0) {
            return null;
        }
        if (n < HEAD) {
            throw new EOFException("a stream ended inside the head of a piece");
        }
        int length = ByteBuffer.wrap(head).getInt(4);
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw new EOFException("a stream ended inside a piece");
        }
        return new Piece(head[0], data);
    }

    /** Copies to the end, each piece flushed. */
    public void copyTo(OutputStream stdout, OutputStream stderr) throws IOException {
        for (Piece piece = next(); piece != null; piece = next()) {
            OutputStream to = piece.stream() == STDOUT ? stdout : stderr;
            to.write(piece.data());
            to.flush();
        }
    }
}
