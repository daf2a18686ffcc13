package dev.jcompose.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One netlink request under construction: header, fixed part, attributes (which may nest), all padded to four bytes. */
final class Message {
    static final int HEADER = 16;
    private static final short REQUEST = 1;
    private static final short ACK = 4;
    private static final short NESTED = (short) 0x8000;

    private final ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

    private Message(int type, int flags) {
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | REQUEST))
                .putLong(0);
    }

    /** A change, which the kernel acknowledges. */
    static Message change(int type, int flags) {
        return new Message(type, flags | ACK);
    }

    static Message query(int type, int flags) {
        return new Message(type, flags);
    }

    /** {@code struct ifinfomsg}. */
    Message link(int family, int index, int flags, int change) {
        bytes.put((byte) family).put((byte) 0).putShort((short) 0);
        bytes.putInt(index).putInt(flags).putInt(change);
        return this;
    }

    /** {@code struct ifaddrmsg}. */
    Message address(int family, int prefix, int flags, int index) {
        bytes.put((byte) family)
                .put((byte) prefix)
                .put((byte) flags)
                .put((byte) 0)
                .putInt(index);
        return this;
    }

    /** {@code struct rtmsg}. */
    Message route(int family, int prefix, int table, int protocol, int scope, int type) {
        bytes.put((byte) family).put((byte) prefix).put((byte) 0).put((byte) 0);
        bytes.put((byte) table)
                .put((byte) protocol)
                .put((byte) scope)
                .put((byte) type)
                .putInt(0);
        return this;
    }

    /** {@code struct nfgenmsg}. */
    Message netfilter(int family) {
        bytes.put((byte) family).put((byte) 0).putShort((short) 0);
        return this;
    }

    Message attribute(int type, byte[] value) {
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return pad();
    }

    Message attribute(int type, int value) {
        bytes.putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    Message attribute(int type, byte value) {
        return attribute(type, new byte[] {value});
    }

    Message attribute(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    Message nested(int type, Consumer<Message> content) {
        int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        content.accept(this);
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    byte[] bytes(int sequence) {
        bytes.putInt(0, bytes.position()).putInt(8, sequence);
        var message = new byte[bytes.position()];
        bytes.get(0, message);
        return message;
    }

    private Message pad() {
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }
}
