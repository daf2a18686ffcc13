package dev.jcompose.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Netty takes a channel out of epoll when it waits for nothing, and cannot put it back: after a client's half-close nothing is
 * left to wait for, and the first write that does not fit into the socket fails (decision 060). A channel that also "waits"
 * for errors, which the kernel reports in any case, never comes there.
 */
final class HalfClosed {
    private static final int EPOLLERR = 0x8;
    private static final int EPOLLET = 1 << 31;
    private static final Method SET_FLAG = setFlag();

    private HalfClosed() {}

    private static Method setFlag() {
        for (Class<?> type = EpollDomainSocketChannel.class; type != null; type = type.getSuperclass()) {
            try {
                Method method = type.getDeclaredMethod("setFlag", int.class);
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException e) {
                // Declared further up.
            }
        }
        throw new IllegalStateException("this Netty has no AbstractEpollChannel.setFlag: see decision 060");
    }

    /** Before the channel is registered, or on its event loop. */
    static void survive(Channel channel) {
        set(channel, EPOLLERR);
    }

    /**
     * On the event loop, once the client's half is closed. Its other half would be reported as closed at every wait, and the loop
     * would turn without rest until the exchange ends: now each change is told once.
     */
    static void tellOnce(Channel channel) {
        set(channel, EPOLLET);
    }

    private static void set(Channel channel, int flag) {
        try {
            SET_FLAG.invoke(channel, flag);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot prepare " + channel + " for a half-close", e);
        }
    }
}
