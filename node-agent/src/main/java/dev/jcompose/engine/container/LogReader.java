package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a container's log through all its parts and, where it follows, through rotations and restarts, until the container has
 * ended for good. One thread reads; any may close.
 */
final class LogReader implements Session {
    private static final int BUFFER = 1 << 18;
    /** Lines of one stream that follow each other go out together up to this many bytes. */
    private static final int FRAME = 1 << 15;

    private final Container container;
    private final LogFiles files;
    private final LogQuery query;
    private final byte @Nullable [] since;
    private final byte @Nullable [] until;
    private final byte[] details;
    private final ArrayDeque<Frame> ready = new ArrayDeque<>();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(FRAME + 1024);
    private int gatheredStream;
    private boolean midLine;

    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private @Nullable FileChannel file;
    private @Nullable Object fileKey;
    /** Where a reader that does not follow ends: what is written after it began is not its own, or "the last line" would be two. */
    private @Nullable Object lastKey;

    private long lastSize;
    private volatile boolean over;

    LogReader(Container container, LogFiles files, LogQuery query) {
        this.container = container;
        this.files = files;
        this.query = query;
        this.since = LogQuery.written(query.since());
        this.until = LogQuery.written(query.until());
        this.details = query.details()
                ? (LogDetails.of(container.record()) + " ").getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        try {
            begin();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void begin() throws IOException {
        List<Path> parts = files.parts(container.id());
        if (!query.follow() && !parts.isEmpty()) {
            noteEnd(parts.getLast());
        }
        if (query.tail() < 0) {
            if (!parts.isEmpty()) {
                open(parts.getFirst(), 0);
            }
            return;
        }
        long wanted = query.tail();
        for (int i = parts.size() - 1; i >= 0; i--) {
            boolean ends = lastKey != null && i == parts.size() - 1;
            LogTail.Found found = LogTail.find(parts.get(i), wanted, ends ? lastSize : Long.MAX_VALUE);
            wanted -= found.lines();
            if (wanted <= 0 || i == 0) {
                open(parts.get(i), found.offset());
                return;
            }
        }
    }

    private void noteEnd(Path part) throws IOException {
        try {
            lastKey = LogRotation.key(part);
            lastSize = Files.size(part);
        } catch (NoSuchFileException e) {
            lastKey = null;
        }
    }

    private boolean isLast() {
        return lastKey != null && lastKey.equals(fileKey);
    }

    private void open(Path part, long offset) throws IOException {
        try {
            FileChannel opened = FileChannel.open(part, StandardOpenOption.READ);
            opened.position(offset);
            file = opened;
            fileKey = LogRotation.key(part);
            filled = 0;
        } catch (NoSuchFileException e) {
            // Rotated away between the listing and now.
            file = null;
        }
    }

    @Override
    public @Nullable Frame read() {
        try {
            while (ready.isEmpty() && !over) {
                long seen = container.logChanges.version();
                boolean settled = container.isSettled();
                if (!fill() && !next()) {
                    flush();
                    if (!ready.isEmpty()) {
                        break;
                    }
                    if (!query.follow() || settled) {
                        over = true;
                        break;
                    }
                    container.logChanges.await(seen);
                }
            }
            Frame frame = ready.poll();
            if (frame == null) {
                closeFile();
            }
            return frame;
        } catch (IOException e) {
            if (over) {
                return null;
            }
            throw unreadable(e);
        }
    }

    /** Reads and cuts into lines; {@code false} at the present end of the file. */
    private boolean fill() throws IOException {
        FileChannel from = file;
        if (from == null) {
            return false;
        }
        long room = (long) buffer.length - filled;
        if (isLast()) {
            room = Math.min(room, lastSize - from.position());
        }
        if (room <= 0) {
            return false;
        }
        int n = from.read(ByteBuffer.wrap(buffer, filled, (int) room));
        if (n <= 0) {
            return false;
        }
        filled += n;
        int start = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                take(start, i);
                start = i + 1;
            }
        }
        if (start == 0 && filled == buffer.length) {
            // No entry is that long: conmon cuts lines at some KiB.
            filled = 0;
            return true;
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        return true;
    }

    /** Goes to the part after this one, where this one gets no more lines. */
    private boolean next() throws IOException {
        if (isLast()) {
            return false;
        }
        List<Path> parts = files.parts(container.id());
        Object current = fileKey;
        int index = -1;
        for (int i = 0; i < parts.size(); i++) {
            if (current != null && current.equals(LogRotation.key(parts.get(i)))) {
                index = i;
            }
        }
        if (index == parts.size() - 1) {
            return false;
        }
        // The next part exists, so conmon has let go of this one: what it wrote last is there now.
        if (fill()) {
            return true;
        }
        closeFile();
        open(parts.get(index + 1), 0);
        return true;
    }

    private void take(int start, int end) {
        LogLine line = LogLine.parse(buffer, start, end);
        if (line == null
                || (line.stream() == Frame.STDOUT ? !query.stdout() : !query.stderr())
                || (since != null && line.compareTime(since) < 0)) {
            return;
        }
        if (until != null && line.compareTime(until) > 0) {
            over = true;
            return;
        }
        if (gatheredStream != line.stream() || gathered.size() > FRAME) {
            flush();
            gatheredStream = line.stream();
        }
        if (query.timestamps() && !midLine) {
            gathered.write(buffer, start, line.timeEnd() - start);
            gathered.write('Z');
            gathered.write(' ');
        }
        if (!midLine) {
            gathered.writeBytes(details);
        }
        gathered.write(buffer, line.textStart(), end - line.textStart());
        if (line.whole()) {
            gathered.write('\n');
        }
        midLine = !line.whole();
    }

    private void flush() {
        if (gathered.size() > 0) {
            ready.add(new Frame(gatheredStream, gathered.toByteArray()));
            gathered.reset();
        }
    }

    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private EngineException unreadable(IOException e) {
        return EngineException.unavailable(
                "the log of container " + container.record().name() + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {
        over = true;
        container.logChanges.bump();
    }
}
