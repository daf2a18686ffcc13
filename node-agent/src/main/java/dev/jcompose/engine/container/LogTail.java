package dev.jcompose.engine.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds where the last lines of a file begin, reading backwards. */
final class LogTail {
    private static final int BLOCK = 1 << 16;

    private LogTail() {}

    /** @param lines how many there are from {@code offset} on, at most as many as were wanted */
    record Found(long offset, long lines) {}

    /** Among the first {@code limit} bytes of the file: a container may write more while its log is read. */
    static Found find(Path file, long wanted, long limit) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = Math.min(channel.size(), limit);
            if (wanted <= 0) {
                return new Found(end, 0);
            }
            byte[] block = new byte[BLOCK];
            long seen = 0;
            for (long at = end; at > 0; ) {
                int length = (int) Math.min(BLOCK, at);
                at -= length;
                readFully(channel, block, length, at);
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n') {
                        if (seen == wanted) {
                            return new Found(at + i + 1, wanted);
                        }
                        seen++;
                    }
                }
            }
            return new Found(0, seen);
        } catch (NoSuchFileException e) {
            return new Found(0, 0);
        }
    }

    private static void readFully(FileChannel channel, byte[] block, int length, long at) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(block, 0, length);
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                return;
            }
        }
    }
}
