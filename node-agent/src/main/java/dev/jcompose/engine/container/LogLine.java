package dev.jcompose.engine.container;

import dev.jcompose.engine.stream.Frame;

/**
 * One entry of conmon's log: {@code 2026-01-31T12:00:00.123456789+00:00 stdout F text}. The tag is F where a line ends and P
 * where it goes on in the next entry. An entry is a range of a buffer: millions of them are read.
 *
 * @param end behind the last byte, the newline not included
 */
@SuppressWarnings("ArrayRecordComponent")
record LogLine(byte[] buffer, int start, int end, int timeEnd, int textStart, int stream, boolean whole) {
    /** Digits of a time with nanoseconds: what comes before the zone, which is UTC always. */
    private static final int TIME = "2026-01-31T12:00:00.123456789".length();

    /** Null where the bytes are no entry: conmon was cut off. */
    static @org.jspecify.annotations.Nullable LogLine parse(byte[] buffer, int start, int end) {
        int timeEnd = start + TIME;
        int space = timeEnd;
        while (space < end && buffer[space] != ' ') {
            space++;
        }
        // "stdout" and "stderr" are equally long; then a space, the tag, a space.
        int tag = space + 1 + 6 + 1;
        if (tag + 1 >= end && tag + 1 != end || space >= end) {
            return null;
        }
        int stream = buffer[space + 4] == 'o' ? Frame.STDOUT : Frame.STDERR;
        return new LogLine(buffer, start, end, timeEnd, Math.min(tag + 2, end), stream, buffer[tag] == 'F');
    }

    /** Whether it is at or after {@code time}, which is written like it. */
    int compareTime(byte[] time) {
        for (int i = 0; i < TIME && i < time.length; i++) {
            int difference = buffer[start + i] - time[i];
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
