package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The small init that {@code init: true} puts before a container's process: the host's, bound into the container, so it has to
 * be linked statically. Images have other C libraries, or none.
 */
public final class InitProgram {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/tini-static"),
            Path.of("/usr/libexec/podman/catatonit"),
            Path.of("/usr/bin/catatonit"),
            Path.of("/usr/bin/docker-init"),
            Path.of("/usr/libexec/docker/docker-init"),
            Path.of("/usr/local/bin/docker-init"),
            Path.of("/usr/bin/tini"));

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADERS_AT = 0x20;
    private static final int ENTRY_SIZE_AT = 0x36;
    private static final int ENTRIES_AT = 0x38;
    private static final int NEEDS_INTERPRETER = 3;

    private InitProgram() {}

    /** UNAVAILABLE, naming the packages, where the host has none. */
    public static Path find() {
        return find(PLACES);
    }

    static Path find(List<Path> places) {
        return places.stream()
                .filter(each -> Files.isExecutable(each) && isStatic(each))
                .findFirst()
                .orElseThrow(() -> EngineException.unavailable(
                        "init: true needs a statically linked init program on this host, and there is none: install the"
                                + " package tini (it brings /usr/bin/tini-static) or catatonit",
                        null));
    }

    /** Whether a 64-bit ELF file of this machine's byte order asks for no dynamic linker. */
    static boolean isStatic(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = read(channel, 0, HEADER);
            if (head.getInt(0)
                            != ByteBuffer.wrap(new byte[] {0x7f, 'E', 'L', 'F'})
                                    .order(head.order())
                                    .getInt()
                    || head.get(4) != 2) {
                return false;
            }
            int size = Short.toUnsignedInt(head.getShort(ENTRY_SIZE_AT));
            int count = Short.toUnsignedInt(head.getShort(ENTRIES_AT));
            ByteBuffer entries = read(channel, head.getLong(PROGRAM_HEADERS_AT), size * count);
            for (int i = 0; i < count; i++) {
                if (entries.getInt(i * size) == NEEDS_INTERPRETER) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        for (int n = 0; n >= 0 && buffer.hasRemaining(); ) {
            n = channel.read(buffer, from + buffer.position());
        }
        return buffer.flip();
    }
}
