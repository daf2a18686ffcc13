package dev.jcompose.api.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The frames that go back to the caller of a command: two streams and an exit code over one socket. */
final class CommandAnswers {
    private static final int BUFFER = 16 << 10;

    private final OutputStream socket;
    private final ReentrantLock lock = new ReentrantLock();

    CommandAnswers(OutputStream socket) {
        this.socket = socket;
    }

    PrintStream output() {
        return stream('1');
    }

    PrintStream errors() {
        return stream('2');
    }

    void exit(int code) throws IOException {
        frame(
                'x',
                Integer.toString(code).getBytes(StandardCharsets.US_ASCII),
                0,
                Integer.toString(code).length());
    }

    /** From now on the caller may send its standard input; before, it may have to take the command elsewhere. */
    void accepted() throws IOException {
        frame('a', new byte[0], 0, 0);
    }

    void takeTheLongWay() throws IOException {
        frame('v', new byte[0], 0, 0);
    }

    private PrintStream stream(char kind) {
        OutputStream frames = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                frame(kind, bytes, offset, length);
            }
        };
        // Progress is told line by line.
        return new PrintStream(new BufferedOutputStream(frames, BUFFER), kind == '2', StandardCharsets.UTF_8);
    }

    private void frame(char kind, byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer frame =
                ByteBuffer.allocate(5 + length).put((byte) kind).putInt(length).put(bytes, offset, length);
        lock.lock();
        try {
            socket.write(frame.array());
        } finally {
            lock.unlock();
        }
    }
}
