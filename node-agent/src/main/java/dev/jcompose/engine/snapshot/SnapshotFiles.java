package dev.jcompose.engine.snapshot;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a snapshot's parts lie. */
record SnapshotFiles(Path folder, Path target) {
    /** The last line of a whole list of layers: a power loss may leave a file without its content. */
    private static final String END = "end";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    static SnapshotFiles of(Path snapshots, Path mounts, String id) {
        if (!ID.matcher(id).matches()) {
            throw EngineException.invalid("not the id of a snapshot: " + id);
        }
        return new SnapshotFiles(snapshots.resolve(id), mounts.resolve(id));
    }

    Path upper() {
        return folder.resolve("upper");
    }

    Path work() {
        return folder.resolve("work");
    }

    /**
     * The digests of the layers below, one a line, the lowest first, and then {@link #END}. Written last: with all of it the
     * snapshot exists.
     */
    Path layers() {
        return folder.resolve("layers");
    }

    /** Empty where there is no such snapshot: none was made, or not to its end. */
    Optional<List<Digest>> readLayers() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(layers());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return lines.isEmpty() || !lines.getLast().equals(END)
                ? Optional.empty()
                : Optional.of(lines.subList(0, lines.size() - 1).stream()
                        .map(Digest::parse)
                        .toList());
    }

    /**
     * Makes the snapshot durable, folders and all, by one wait for the disk: file systems keep the order of what was made, so
     * whoever finds the content of the file finds its name and the folders too.
     */
    void writeLayers(List<Digest> diffIds) throws IOException {
        var lines = new StringBuilder();
        diffIds.forEach(each -> lines.append(each).append('\n'));
        byte[] content = lines.append(END).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        try (var channel = FileChannel.open(layers(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
