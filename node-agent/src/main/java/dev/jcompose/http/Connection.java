package dev.jcompose.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: one exchange after the other, until one takes it over. Its state belongs to the event loop; what
 * exchanges call is handed over to it, in order. Answers are written as bytes, so that there is one way out with and without
 * HTTP's framing.
 */
// A write or close that fails ends the channel, which channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_PIPELINED = 1000;
    /** How long a client may take to close its side once ours is closed. */
    private static final int CLOSE_SECONDS = 2;

    private final Router router;
    private final Channel channel;
    private final HttpRequestDecoder decoder;
    private final ArrayDeque<Object> pipelined = new ArrayDeque<>();
    private final AtomicBoolean mayContinue = new AtomicBoolean();
    private @Nullable Exchange current;
    /** The whole of the current request has come. */
    private boolean received;
    /** The current request is answered. */
    private boolean answered;
    /** Bytes come as they are: HTTP has ended on this connection. */
    private boolean raw;

    Connection(Router router, Channel channel, HttpRequestDecoder decoder) {
        this.router = router;
        this.channel = channel;
        this.decoder = decoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var now = current;
        if (message instanceof ByteBuf bytes) {
            if (now == null) {
                bytes.release();
            } else {
                now.tail().offer(bytes);
            }
        } else if (now != null && received) {
            // The next request of a client that does not wait for answers.
            pipelined.add(message);
            if (pipelined.size() > MOST_PIPELINED) {
                channel.close();
            }
        } else {
            receive(message);
        }
    }

    private void receive(Object message) {
        if (message instanceof HttpRequest head) {
            if (head.decoderResult().isFailure()) {
                LOG.info(
                        "malformed HTTP request: {}",
                        head.decoderResult().cause().getMessage());
                channel.close();
                return;
            }
            received = false;
            answered = false;
            mayContinue.set(HttpUtil.is100ContinueExpected(head));
            var exchange = new Exchange(this, head, channel);
            current = exchange;
            exchange.start(router);
        }
        var now = current;
        if (message instanceof HttpContent content) {
            if (now == null) {
                content.release();
                return;
            }
            now.body().offer(content.content());
            if (content instanceof LastHttpContent) {
                endOfRequest(now);
            }
        }
    }

    private void endOfRequest(Exchange now) {
        received = true;
        now.body().end();
        if (now.wantsUpgrade()) {
            // What comes next is no HTTP, even if the client does not wait for our answer.
            goRaw();
        }
        if (answered) {
            next();
        }
    }

    private void goRaw() {
        if (!raw) {
            raw = true;
            channel.pipeline().remove(decoder);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            HalfClosed.tellOnce(channel);
            var now = current;
            if (now == null) {
                channel.close();
            } else if (raw) {
                now.tail().end();
            } else {
                now.clientGone();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var now = current;
        if (now != null) {
            now.clientGone();
        }
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        var now = current;
        var output = now == null ? null : now.output();
        if (output != null && channel.isWritable()) {
            output.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("a connection broke", cause);
        }
        channel.close();
    }

    /** Asks for the body, where the client waits to be asked. */
    void expectBody() {
        if (mayContinue.compareAndSet(true, false)) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
        }
    }

    void send(HttpRequest request, int status, String contentType, Map<String, String> headers, byte[] content) {
        var head = new ResponseHead(status, contentType, headers);
        boolean bodiless = status == 204 || status == 304;
        if (!bodiless) {
            head.add("Content-Length", Integer.toString(content.length));
        }
        if (!persists(request)) {
            head.add("Connection", "close");
        }
        boolean headOnly = bodiless || request.method().equals(HttpMethod.HEAD);
        channel.writeAndFlush(Unpooled.wrappedBuffer(head.bytes(), headOnly ? new byte[0] : content));
    }

    ChannelOutput stream(HttpRequest request, int status, String contentType, Map<String, String> headers) {
        var head = new ResponseHead(status, contentType, headers).add("Transfer-Encoding", "chunked");
        if (!persists(request)) {
            head.add("Connection", "close");
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(head.bytes()));
        return new ChannelOutput(channel, Connection::chunk);
    }

    private static ByteBuf chunk(ByteBuf bytes) {
        byte[] size = (Integer.toHexString(bytes.readableBytes()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(size), bytes, Unpooled.wrappedBuffer(LINE_END));
    }

    /** Old clients do not ask for an upgrade: they get 200 and the connection all the same. */
    ChannelOutput hijack(HttpRequest request, String contentType, Map<String, String> headers) {
        boolean asked = wantsUpgrade(request);
        var head = new ResponseHead(asked ? 101 : 200, contentType, headers);
        if (asked) {
            head.add("Connection", "Upgrade").add("Upgrade", request.headers().get(HttpHeaderNames.UPGRADE));
        }
        byte[] bytes = head.bytes();
        channel.eventLoop().execute(() -> {
            goRaw();
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        });
        return new ChannelOutput(channel, piece -> piece);
    }

    static boolean wantsUpgrade(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    private static boolean persists(HttpRequest request) {
        return HttpUtil.isKeepAlive(request) && !wantsUpgrade(request);
    }

    /** An answer that failed in its middle: the client must not take it for whole. */
    void cut() {
        channel.eventLoop().execute(channel::close);
    }

    void finished(HttpRequest request, boolean streamed, boolean gone) {
        channel.eventLoop().execute(() -> finish(request, streamed, gone));
    }

    private void finish(HttpRequest request, boolean streamed, boolean gone) {
        if (raw || gone || !persists(request)) {
            byte[] last = streamed && !raw ? LAST_CHUNK : new byte[0];
            channel.writeAndFlush(Unpooled.wrappedBuffer(last)).addListener(done -> closeGently());
            return;
        }
        if (streamed) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        answered = true;
        if (received) {
            next();
        }
    }

    /** A close while the client still sends would reset the connection and might lose what it has not read yet. */
    private void closeGently() {
        if (channel.isActive()) {
            ((DuplexChannel) channel).shutdownOutput();
            channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        if (((DuplexChannel) channel).isInputShutdown()) {
            channel.close();
        }
    }

    private void next() {
        current = null;
        received = false;
        while (!pipelined.isEmpty() && !received) {
            receive(pipelined.remove());
        }
        if (current == null && ((DuplexChannel) channel).isInputShutdown()) {
            // The client went while it was being answered: nobody will tell us again.
            channel.close();
        }
    }

    /** Who is at the other end; null where the kernel does not say. */
    @Nullable
    Peer peer() {
        try {
            var credentials = ((EpollDomainSocketChannel) channel).peerCredentials();
            return new Peer(credentials.pid(), credentials.uid(), credentials.gids()[0]);
        } catch (IOException e) {
            LOG.debug("no credentials of the peer", e);
            return null;
        }
    }
}
