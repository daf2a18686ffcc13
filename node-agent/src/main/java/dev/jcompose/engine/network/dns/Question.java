package dev.jcompose.engine.network.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The one question of a query.
 *
 * @param name in lower case, without the final dot
 * @param length bytes of the query up to the end of the question
 * @param limit bytes that the asker takes by UDP
 */
record Question(int id, int flags, String name, int type, int limit, int length) {
    static final int A = 1;
    static final int PTR = 12;
    static final int AAAA = 28;
    static final int ANY = 255;
    private static final int OPT = 41;
    private static final int PLAIN_LIMIT = 512;
    private static final int HEADER = 12;

    /** Empty where the bytes are no query of one question that we understand. */
    static Optional<Question> parse(byte[] query) {
        try {
            var in = ByteBuffer.wrap(query);
            int id = Short.toUnsignedInt(in.getShort());
            int flags = Short.toUnsignedInt(in.getShort());
            int questions = in.getShort();
            int others = in.getShort() + in.getShort();
            int additional = in.getShort();
            if (questions != 1 || others != 0 || (flags & 0xf800) != 0) {
                return Optional.empty();
            }
            var name = name(in);
            int type = Short.toUnsignedInt(in.getShort());
            int kind = Short.toUnsignedInt(in.getShort());
            if (kind != 1 && kind != 255) {
                return Optional.empty();
            }
            int length = in.position();
            return Optional.of(new Question(id, flags, name, type, limit(in, additional), length));
        } catch (RuntimeException e) {
            // Cut off or crooked: whoever wrote it gets no answer of ours.
            return Optional.empty();
        }
    }

    /** The address that a PTR question asks about. */
    Optional<InetAddress> reverse() {
        var labels = name.split("\\.", -1);
        try {
            if (name.endsWith(".in-addr.arpa") && labels.length == 6) {
                var bytes = new byte[4];
                for (int i = 0; i < 4; i++) {
                    bytes[3 - i] = (byte) Integer.parseInt(labels[i]);
                }
                return Optional.of(InetAddress.getByAddress(bytes));
            }
            if (name.endsWith(".ip6.arpa") && labels.length == 34) {
                var bytes = new byte[16];
                for (int i = 0; i < 32; i++) {
                    bytes[15 - i / 2] |= (byte) (Integer.parseInt(labels[i], 16) << (i % 2 == 0 ? 0 : 4));
                }
                return Optional.of(InetAddress.getByAddress(bytes));
            }
        } catch (NumberFormatException | UnknownHostException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static int limit(ByteBuffer in, int additional) {
        if (additional == 0 || in.remaining() < 11 || in.get() != 0) {
            return PLAIN_LIMIT;
        }
        return Short.toUnsignedInt(in.getShort()) == OPT
                ? Math.max(PLAIN_LIMIT, Short.toUnsignedInt(in.getShort()))
                : PLAIN_LIMIT;
    }

    private static String name(ByteBuffer in) {
        var name = new StringBuilder();
        for (int length = in.get(); length != 0; length = in.get()) {
            if (length < 0 || in.position() > HEADER + 255) {
                throw new IllegalArgumentException("a question needs no compressed name");
            }
            var label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.ISO_8859_1));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** Header and question of the query, for an answer to begin with. */
    byte[] head(byte[] query) {
        return Arrays.copyOf(query, length);
    }
}
