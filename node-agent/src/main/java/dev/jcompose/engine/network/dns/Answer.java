package dev.jcompose.engine.network.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers in the wire format. Each begins with the question and points back to its name. */
final class Answer {
    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;
    static final int REFUSED = 5;

    /** Seconds that an asker may keep an answer: replicas come and go. */
    private static final int TTL = 5;

    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;

    private Answer() {}

    /** The addresses of the asked family; none of them says that the name exists without such an address. */
    static byte[] addresses(byte[] query, Question question, List<InetAddress> addresses, int limit) {
        return records(
                query, question, addresses.stream().map(InetAddress::getAddress).toList(), limit);
    }

    static byte[] names(byte[] query, Question question, List<String> names, int limit) {
        return records(query, question, names.stream().map(Answer::encode).toList(), limit);
    }

    /** An answer without records. */
    static byte[] status(byte[] query, Question question, int status) {
        return message(query, question, status, List.of(), 0, false);
    }

    private static byte[] records(byte[] query, Question question, List<byte[]> records, int limit) {
        int room = question.length();
        int fitting = 0;
        while (fitting < records.size() && room + 12 + records.get(fitting).length <= limit) {
            room += 12 + records.get(fitting).length;
            fitting++;
        }
        return message(query, question, NO_ERROR, records.subList(0, fitting), room, fitting < records.size());
    }

    private static byte[] message(
            byte[] query, Question question, int status, List<byte[]> records, int room, boolean truncated) {
        var out = ByteBuffer.allocate(Math.max(room, question.length()));
        out.put(question.head(query));
        int flags = RESPONSE | RECURSION_AVAILABLE | (question.flags() & RECURSION_DESIRED) | status;
        flags |= status == NO_ERROR ? AUTHORITATIVE : 0;
        flags |= truncated ? TRUNCATED : 0;
        out.putShort(2, (short) flags);
        out.putShort(6, (short) records.size());
        out.putShort(8, (short) 0).putShort(10, (short) 0);
        for (var record : records) {
            out.putShort((short) 0xc00c)
                    .putShort((short) type(question, record))
                    .putShort((short) 1);
            out.putInt(TTL).putShort((short) record.length).put(record);
        }
        return out.array();
    }

    private static int type(Question question, byte[] record) {
        if (question.type() != Question.ANY) {
            return question.type();
        }
        return record.length == 4 ? Question.A : Question.AAAA;
    }

    private static byte[] encode(String name) {
        var out = new ByteArrayOutputStream();
        for (var label : name.split("\\.", -1)) {
            var bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            out.write(Math.min(bytes.length, 63));
            out.write(bytes, 0, Math.min(bytes.length, 63));
        }
        out.write(0);
        return out.toByteArray();
    }
}
