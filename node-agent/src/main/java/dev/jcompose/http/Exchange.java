package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.error.FileFault;
import dev.jcompose.api.error.HttpStatus;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, on a virtual thread of its own. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Connection connection;
    private final HttpRequest head;
    private final RequestBody body;
    /** What comes after the request once the connection is taken over. */
    private final RequestBody tail;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean gone;
    private volatile @Nullable ChannelOutput output;
    private volatile boolean started;

    Exchange(Connection connection, HttpRequest head, Channel channel) {
        this.connection = connection;
        this.head = head;
        this.body = new RequestBody(channel);
        this.tail = new RequestBody(channel);
    }

    void start(Router router) {
        Thread.ofVirtual().name("http " + head.method() + " " + head.uri()).start(() -> run(router));
    }

    private void run(Router router) {
        try {
            var uri = head.uri();
            int query = uri.indexOf('?');
            var path = VersionedPath.of(query < 0 ? uri : uri.substring(0, query));
            var match = router.match(head.method().name(), path.path());
            var request = new Request(
                    head.method().name(),
                    path.path(),
                    path.version(),
                    match.variables(),
                    new Query(uri),
                    head.headers(),
                    this);
            match.handler().handle(request, new Response(this));
            if (!started) {
                throw new IllegalStateException("no answer was given to " + head.method() + " " + uri);
            }
        } catch (EngineException e) {
            fail(e);
        } catch (IOException e) {
            fail(isGone() ? e : new EngineException(ErrorKind.INTERNAL, FileFault.told(e), e));
        } catch (InterruptedException e) {
            fail(new EngineException(ErrorKind.UNAVAILABLE, "the daemon is stopping", e));
        } catch (Exception | StackOverflowError | AssertionError e) {
            fail(new EngineException(ErrorKind.INTERNAL, FileFault.told(e), e));
        } finally {
            finish();
        }
    }

    private void fail(Exception failure) {
        if (isGone()) {
            return;
        }
        var kind = failure instanceof EngineException e ? e.kind() : ErrorKind.INTERNAL;
        if (kind == ErrorKind.INTERNAL) {
            LOG.error("{} {}", head.method(), head.uri(), failure);
        }
        if (started) {
            connection.cut();
        } else if (kind == ErrorKind.NOT_MODIFIED) {
            new Response(this).empty(HttpStatus.of(kind));
        } else {
            new Response(this).json(HttpStatus.of(kind), Map.of("message", String.valueOf(failure.getMessage())));
        }
    }

    private void finish() {
        var written = output;
        if (written != null) {
            written.await();
        }
        body.discard();
        tail.discard();
        connection.finished(head, written != null, isGone());
    }

    /** What the client sends; asks for it where the client waits to be asked. */
    InputStream expectBody() {
        connection.expectBody();
        return body;
    }

    RequestBody body() {
        return body;
    }

    RequestBody tail() {
        return tail;
    }

    boolean wantsUpgrade() {
        return Connection.wantsUpgrade(head);
    }

    @Nullable
    ChannelOutput output() {
        return output;
    }

    @Nullable
    Peer peer() {
        return connection.peer();
    }

    void send(int status, String contentType, Map<String, String> headers, byte[] content) {
        begin();
        connection.send(head, status, contentType, headers, content);
    }

    OutputStream stream(int status, String contentType, Map<String, String> headers) {
        begin();
        var out = connection.stream(head, status, contentType, headers);
        output = out;
        return out;
    }

    Hijacked hijack(String contentType, Map<String, String> headers) {
        begin();
        var out = connection.hijack(head, contentType, headers);
        output = out;
        return new Hijacked(tail, out);
    }

    private void begin() {
        if (started) {
            throw new IllegalStateException("a second answer to " + head.method() + " " + head.uri());
        }
        started = true;
    }

    void whenGone(Runnable action) {
        boolean now;
        lock.lock();
        try {
            now = gone;
            if (!gone) {
                whenGone.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            action.run();
        }
    }

    private boolean isGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /** The client went away. */
    void clientGone() {
        List<Runnable> actions;
        lock.lock();
        try {
            gone = true;
            actions = List.copyOf(whenGone);
            whenGone.clear();
        } finally {
            lock.unlock();
        }
        body.cutOff();
        tail.end();
        var written = output;
        if (written != null) {
            written.abandon();
        }
        actions.forEach(action -> Thread.ofVirtual().name("http client gone").start(action));
    }
}
