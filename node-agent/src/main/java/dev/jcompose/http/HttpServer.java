package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.concurrent.TimeUnit;

/** Serves a {@link Router} on a UNIX socket that root and the group {@code jcompose} may use. */
@SuppressWarnings("FutureReturnValueIgnored") // of loops that are given up
public final class HttpServer implements AutoCloseable {
    /** As equal to root as Docker's group: who may use the socket may do all. */
    public static final String GROUP = "jcompose";

    private static final int MOST_LINE_BYTES = 64 * 1024;
    private static final int MOST_HEADER_BYTES = 256 * 1024;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loop;
    private final Channel channel;
    private final Path listener;
    private final Path socket;

    private HttpServer(EventLoopGroup loop, Channel channel, Path listener, Path socket) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.socket = socket;
    }

    /**
     * Listens, and lets whoever connects wait: nobody is answered, and nobody finds the socket, before {@link #open}.
     *
     * @param listener where it listens, in the folder of {@code socket}; what an earlier daemon left there goes
     * @param router asked from {@link #open} on
     * @throws EngineException UNAVAILABLE
     */
    public static HttpServer bind(Path listener, Path socket, Router router) {
        // One thread moves the bytes of all connections; the work is on virtual threads.
        var loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), EpollIoHandler.newFactory());
        try {
            Files.deleteIfExists(listener);
            var channel = bootstrap(loop, router)
                    .bind(new DomainSocketAddress(listener.toString()))
                    .sync()
                    .channel();
            restrict(listener);
            return new HttpServer(loop, channel, listener, socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            loop.shutdownGracefully();
            throw EngineException.unavailable("interrupted while binding " + socket, e);
        } catch (IOException | RuntimeException e) {
            loop.shutdownGracefully();
            throw EngineException.unavailable("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Takes the place of a socket that an earlier daemon left there, and answers from now on. Throws UNAVAILABLE. */
    public HttpServer open() {
        try {
            Path fresh = socket.resolveSibling(socket.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createLink(fresh, listener);
            Files.move(fresh, socket, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
        channel.config().setAutoRead(true);
        return this;
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loop, Router router) {
        var decoding =
                new HttpDecoderConfig().setMaxInitialLineLength(MOST_LINE_BYTES).setMaxHeaderSize(MOST_HEADER_BYTES);
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                // Few connections, each with buffers of its own for a moment: a pool would hold megabytes for nothing.
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        HalfClosed.survive(channel);
                        var decoder = new HttpRequestDecoder(decoding);
                        channel.pipeline().addLast(decoder, new Connection(router, channel, decoder));
                    }
                });
    }

    private static void restrict(Path socket) throws IOException {
        var view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        try {
            view.setGroup(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(GROUP));
        } catch (UserPrincipalNotFoundException e) {
            // Without the group the socket stays with root's.
        }
        view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }

    public Path socket() {
        return socket;
    }

    /** Takes no more connections and ends those there are. */
    @Override
    public void close() throws IOException {
        channel.close().syncUninterruptibly();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(listener);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
