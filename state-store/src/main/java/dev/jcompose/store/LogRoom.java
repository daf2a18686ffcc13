package dev.jcompose.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The room on the disk that the log will need, taken before it is needed. SQLite writes the log from its beginning again after
 * each checkpoint, so on a full disk a change of the state still has its place, above all one that frees room. Half of it is
 * for large batches, and for when the database cannot take what a checkpoint would bring.
 *
 * @param pages as much log as SQLite copies into the database at once
 */
record LogRoom(Path log, int pages) {
    private static final int HEAD = 32;
    private static final int FRAME_HEAD = 24;
    private static final int CHUNK = 16 * SqliteFile.PAGE;

    /** To be called where nobody writes the log. SQLite takes zeros for the end of it. */
    void take() {
        long room = HEAD + 2L * pages * (FRAME_HEAD + SqliteFile.PAGE);
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long end = file.size(); end < room; end = file.size()) {
                file.write(ByteBuffer.allocate((int) Math.min(CHUNK, room - end)), end);
            }
        } catch (IOException e) {
            // The disk is full already: the log has what it got, and the first change that does not fit is told.
        }
    }
}
